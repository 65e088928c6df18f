import { printChecklist } from "@/lib/checklist/print";
import type { Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import { exportFileName, printRecordOf } from "@/lib/deployment/export";
import { deploymentView } from "@/lib/deployment/queries";
import { documentOf } from "@/lib/template/documents";

/** The deployment as Markdown, ticked and signed. Throws "not found" for those who may not see it. */
export async function exportDeployment(
  caller: Caller,
  id: string,
): Promise<{ fileName: string; text: string }> {
  const { state, names } = await deploymentView(caller, id);
  const { versionId } = state.template;
  const [document, { text }] = await Promise.all([
    documentOf(versionId),
    prisma().templateVersion.findUniqueOrThrow({
      where: { id: versionId },
      select: { text: true },
    }),
  ]);
  const printed = printChecklist(text, document, printRecordOf(state, names));
  return { fileName: exportFileName(state), text: printed };
}
