import { createHash } from "node:crypto";
import type { Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import { keptChanges } from "@/lib/deployment/keep";
import type { KeepView } from "@/lib/deployment/keep-view";
import { deploymentView } from "@/lib/deployment/queries";
import { planOf } from "@/lib/deployment/units";
import { documentOf } from "@/lib/template/documents";
import { keepText } from "@/lib/template/keep";
import { getTemplate } from "@/lib/template/queries";
import { compareReadings } from "@/lib/template/reading";

/** The pinned text, and the same with what the run changed. Throws "not found" for those who may not see it. */
export async function keptText(caller: Caller, deploymentId: string) {
  const { state } = await deploymentView(caller, deploymentId);
  const { versionId } = state.template;
  const [document, { text: before }] = await Promise.all([
    documentOf(versionId),
    prisma().templateVersion.findUniqueOrThrow({
      where: { id: versionId },
      select: { text: true },
    }),
  ]);
  const { text, notKept } = keepText(before, document, keptChanges(document, state));
  const textHash = createHash("sha256").update(text, "utf8").digest("hex");
  return { state, document, before, text, textHash, notKept };
}

/** What "Keep for next time" would publish, as a difference. */
export async function keepView(caller: Caller, deploymentId: string): Promise<KeepView> {
  const { state, document, before, text, textHash, notKept } = await keptText(caller, deploymentId);
  const template = await getTemplate(caller, state.template.id);
  const { items } = planOf(document, state);
  return {
    deployment: { title: state.title, version: state.version },
    template: { id: template.id, name: template.name, archived: template.archivedAt !== null },
    basedOn: state.template.number,
    latest: template.versions[0]?.number ?? state.template.number,
    mayEdit: template.mayEdit,
    textHash,
    diff: text === before ? null : compareReadings(before, text),
    notKept: notKept.map(({ key, what }) => ({ key, what, label: items[key]?.label ?? key })),
  };
}
