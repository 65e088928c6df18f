import { describe, expect, it } from "vitest";
import { flattenItems } from "@/lib/checklist/outline";
import { addItem, correctItem } from "@/lib/deployment/item-commands";
import { keepForNextTime } from "@/lib/deployment/keep-commands";
import { keepView } from "@/lib/deployment/keep-queries";
import { publishVersion } from "@/lib/template/commands";
import { documentOf } from "@/lib/template/documents";
import { keyOf, logOf, makeDeployment, planNow } from "@/lib/testing/deployments";
import { makePerson } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const text = "# Plan\n\n## One\n\n- [ ] First\n\n## Two\n\n- [ ] Second\n";

async function corrected() {
  const made = await makeDeployment({ text });
  const deploymentId = made.id;
  const itemKey = await keyOf(made.id, "First");
  const { plan } = await planNow(made.id);
  const sectionKey = plan.items[itemKey]?.sectionKey ?? "";
  await correctItem(made.manager.caller, {
    ...{ deploymentId, itemKey, label: null, command: "run it" },
  });
  await addItem(made.manager.caller, { deploymentId, sectionKey, label: "Also this" });
  return { ...made, deploymentId, by: made.manager.caller };
}

const kept = async (id: string) =>
  (await logOf(id)).filter((row) => row.kind === "template.kept").length;

describe("keep for next time", () => {
  it("publishes what was shown as the next version, and says so in the log once", async () => {
    const { by, deploymentId } = await corrected();
    const { diff, textHash, basedOn, notKept } = await keepView(by, deploymentId);
    expect(basedOn).toBe(1);
    expect(notKept).toEqual([]);
    expect(diff?.lines?.removed).toBe(0);
    const { result } = await keepForNextTime(by, { deploymentId, textHash, note: "learned" });
    expect(result.number).toBe(2);
    const items = flattenItems(await documentOf(result.versionId)).map(({ item }) => item);
    expect(items.map(({ label, command }) => [label, command?.text ?? null])).toEqual([
      ["First", "run it"],
      ["Also this", null],
      ["Second", null],
    ]);
    const again = await keepForNextTime(by, { deploymentId, textHash, note: "learned" });
    expect(again.result.versionId).toBe(result.versionId);
    expect(await kept(deploymentId)).toBe(1);
  });

  it("publishes nothing other than what was shown", async () => {
    const { by, deploymentId } = await corrected();
    await expect(keepForNextTime(by, { deploymentId, textHash: "seen" })).rejects.toMatchObject({
      reason: { code: "keep_changed" },
    });
    expect(await kept(deploymentId)).toBe(0);
  });

  it("does not undo a version that was published meanwhile", async () => {
    const { by, deploymentId } = await corrected();
    const { template, textHash } = await keepView(by, deploymentId);
    await publishVersion(by, { templateId: template.id, basedOn: 1, text: `${text}- [ ] Third\n` });
    expect(await keepView(by, deploymentId)).toMatchObject({ basedOn: 1, latest: 2 });
    await expect(keepForNextTime(by, { deploymentId, textHash })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await kept(deploymentId)).toBe(0);
  });

  it("refuses when the run changed nothing, and those who may not edit templates", async () => {
    const made = await makeDeployment({ text });
    const deploymentId = made.id;
    expect((await keepView(made.manager.caller, deploymentId)).diff).toBeNull();
    await expect(
      keepForNextTime(made.manager.caller, { deploymentId, textHash: "" }),
    ).rejects.toMatchObject({ reason: { code: "nothing_to_keep" } });
    const changed = await corrected();
    const { textHash } = await keepView(changed.by, changed.deploymentId);
    const viewer = await makePerson({ roles: ["viewer"] });
    await expect(
      keepForNextTime(viewer.caller, { deploymentId: changed.deploymentId, textHash }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
