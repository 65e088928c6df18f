import { describe, expect, it } from "vitest";
import { deploymentView, packedDeploymentView } from "@/lib/deployment/queries";
import { keyOf, makeDeployment, settle } from "@/lib/testing/deployments";
import { makePerson, makeProject } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const text = "# Release\n\n## Before\n\n- [ ] Merged\n- [ ] Tested\n";

const parsed = (bytes: Buffer): unknown => JSON.parse(bytes.toString("utf8"));

describe("a deployment's view as bytes", () => {
  it("is the view, also after a change", async () => {
    const made = await makeDeployment({ text });
    const { caller } = made.manager;
    const before = await packedDeploymentView(caller, made.id);
    await settle(made, "Merged");
    const after = await packedDeploymentView(caller, made.id);
    const view = await deploymentView(caller, made.id);
    expect(parsed(after.bytes())).toEqual(view);
    expect(parsed(before.bytes())).not.toEqual(view);
    expect(view.state.items[await keyOf(made.id, "Merged")]?.state).toBe("done");
  });

  it("answers not found to a person of another project, though it was made for others", async () => {
    const made = await makeDeployment({ text });
    await packedDeploymentView(made.manager.caller, made.id);
    const other = await makeProject();
    const stranger = await makePerson({ roles: [{ role: "viewer", projectId: other.id }] });
    await expect(packedDeploymentView(stranger.caller, made.id)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is refused to a session that has ended", async () => {
    const made = await makeDeployment({ text });
    const { actor } = made.manager.caller;
    if (actor.kind !== "person") throw new Error("a manager is a person");
    const ended = { actor: { ...actor, epoch: actor.epoch - 1 }, via: "browser" as const };
    await expect(packedDeploymentView(ended, made.id)).rejects.toMatchObject({
      code: "signed_out",
    });
  });
});
