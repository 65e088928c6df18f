import { describe, expect, it } from "vitest";
import { holdHead, known } from "@/lib/command/ahead";
import { query } from "@/lib/core/db";
import { processWide } from "@/lib/core/process-wide";
import { heldState } from "@/lib/deployment/held";
import { settleItem } from "@/lib/deployment/item-commands";
import type { DeploymentState } from "@/lib/deployment/state";
import { disablePerson } from "@/lib/people/commands";
import { revokeRole } from "@/lib/people/grant-commands";
import {
  foldedState,
  keyOf,
  logOf,
  type MadeDeployment,
  makeDeployment,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { setup } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const text = "# Release\n\n## Before\n\n- [ ] Merged\n- [ ] Tested\n- [ ] Reviewed\n";

/** Later, this process knows again only what it knows now: as when another process wrote meanwhile. */
function remember({ id, manager }: MadeDeployment): () => void {
  const state = heldState(id);
  const before = known(id, manager.caller);
  if (!state || !before) throw new Error("a process that has just ticked knows the state");
  return () => {
    processWide("states", () => new Map<string, DeploymentState>()).set(id, state);
    holdHead(id, before.head);
  };
}

describe("a tick decided from what the process knows", () => {
  it("gives the log and the rows that a locked one gives", async () => {
    const made = await makeDeployment({ text });
    for (const label of ["Merged", "Tested", "Reviewed"]) await settle(made, label);
    await settle(made, "Tested", "blocked", "No machine");
    await expectWhole(made.id);
  });

  it("is decided anew when another process wrote meanwhile: nothing lost, nothing twice", async () => {
    const made = await makeDeployment({ text });
    await settle(made, "Merged");
    const outdated = remember(made);
    await settle(made, "Tested");
    const itemKey = await keyOf(made.id, "Reviewed");
    outdated();
    const input = { deploymentId: made.id, itemKey, to: "done", reason: null, version: 0 };
    const { events } = await settleItem(made.manager.caller, input);
    expect(events[0]?.number).toBe((await logOf(made.id)).length);
    await expectWhole(made.id);
  });

  it("is not refused for what was so once", async () => {
    const made = await makeDeployment({ text });
    await settle(made, "Merged");
    const outdated = remember(made);
    await settle(made, "Tested");
    const itemKey = await keyOf(made.id, "Tested");
    outdated();
    const input = { deploymentId: made.id, itemKey, to: "todo", reason: null, version: 1 };
    const { result } = await settleItem(made.manager.caller, input);
    expect(result).toMatchObject({ already: false });
    await expectWhole(made.id);
  });

  it("is refused as soon as a role was taken away, and writes nothing", async () => {
    const made = await makeDeployment({ text });
    await settle(made, "Merged");
    const before = await logOf(made.id);
    const grants = await query<{ id: string }>(`select id from "Grant" where "personId" = $1`, [
      made.manager.id,
    ]);
    for (const { id: grantId } of grants)
      await revokeRole(setup, { personId: made.manager.id, grantId });
    await expect(settle(made, "Tested")).rejects.toMatchObject({ code: "not_found" });
    expect(await logOf(made.id)).toEqual(before);
  });

  it("is refused as soon as the person is disabled, and writes nothing", async () => {
    const made = await makeDeployment({ text });
    await settle(made, "Merged");
    const before = await logOf(made.id);
    await disablePerson(setup, { personId: made.manager.id });
    await expect(settle(made, "Tested")).rejects.toMatchObject({ code: "signed_out" });
    expect(await logOf(made.id)).toEqual(before);
  });

  it("by many at once on one deployment: all are there, in one chain", async () => {
    const items = Array.from({ length: 24 }, (_, index) => `- [ ] Check ${index}`).join("\n");
    const made = await makeDeployment({ text: `# Release\n\n## Before\n\n${items}\n` });
    const labels = Array.from({ length: 24 }, (_, index) => `Check ${index}`);
    await Promise.all(labels.map((label) => settle(made, label)));
    const { stored } = await foldedState(made.id);
    expect(Object.values(stored?.items ?? {}).every(({ state }) => state === "done")).toBe(true);
    await expectWhole(made.id);
  });
});
