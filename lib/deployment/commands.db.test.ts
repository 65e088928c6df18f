import { afterEach, describe, expect, it } from "vitest";
import { createDeployment } from "@/lib/deployment/create-command";
import {
  cancelDeployment,
  changeContacts,
  changeReferences,
  closeDeployment,
  declareIssue,
  editHeader,
  endIssue,
  openEarly,
} from "@/lib/deployment/header-commands";
import {
  addItem,
  addNote,
  correctItem,
  settleItem,
  settleSection,
} from "@/lib/deployment/item-commands";
import { deploymentView } from "@/lib/deployment/queries";
import { revealed } from "@/lib/log/read-personal";
import { bindProbe, queueProbe, unbindProbe } from "@/lib/probe/commands";
import {
  keyOf,
  logOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makePerson, makeProject, makeTeam } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const text = `# Checklist

## Preparation
### Code
- [ ] Merged
- [ ] Tagged (optional)
- [ ] Parent
  - [ ] Child

## Deployment steps
### Phase 1
- [ ] Apply
  \`\`\`bash
  apply
  \`\`\`

## Rollback
1. [ ] Stop
2. [ ] Restore

## Go-live
### Ready
- [ ] Told everybody

## Post-deployment tasks
### Day 1
- [ ] Look at errors
`;

const made: MadeDeployment[] = [];
async function fresh(): Promise<MadeDeployment> {
  const deployment = await makeDeployment({ text });
  made.push(deployment);
  return deployment;
}

afterEach(async () => {
  for (const { id } of made.splice(0)) await expectWhole(id);
});

const refusal = (code: string) =>
  expect.objectContaining({ code: "refused", reason: expect.objectContaining({ code }) });

async function prepared(deployment: MadeDeployment): Promise<void> {
  for (const label of ["Merged", "Child", "Parent"]) await settle(deployment, label);
}

describe("ticking", () => {
  it("works, and logs who did what", async () => {
    const deployment = await fresh();
    const done = await settle(deployment, "Merged");
    expect(done.events.map((event) => event.kind)).toEqual(["item.changed"]);
    const { state } = await planNow(deployment.id);
    const item = state.items[await keyOf(deployment.id, "Merged")];
    expect(item).toMatchObject({ state: "done", byId: deployment.manager.id, version: 1 });
  });

  it("is refused to a viewer, and logs nothing", async () => {
    const deployment = await fresh();
    const viewer = await makePerson({ roles: ["viewer"] });
    const before = (await logOf(deployment.id)).length;
    await expect(settle(deployment, "Merged", "done", null, viewer)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await logOf(deployment.id)).toHaveLength(before);
  });

  it("answers not found to a person of another project", async () => {
    const deployment = await fresh();
    const other = await makeProject();
    const stranger = await makePerson({
      roles: [{ role: "release_manager", projectId: other.id }],
    });
    await expect(settle(deployment, "Merged", "done", null, stranger)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(deploymentView(stranger.caller, deployment.id)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("twice the same is already done, and by whom", async () => {
    const deployment = await fresh();
    const other = await makePerson({ roles: ["release_manager"] });
    await settle(deployment, "Merged");
    const itemKey = await keyOf(deployment.id, "Merged");
    const again = await settleItem(other.caller, {
      deploymentId: deployment.id,
      itemKey,
      to: "done",
      version: 0,
    });
    expect(again).toMatchObject({
      events: [],
      result: { already: true, byId: deployment.manager.id },
    });
  });

  it("two different answers at once: one wins, the other is told who, when and to what", async () => {
    const deployment = await fresh();
    const itemKey = await keyOf(deployment.id, "Merged");
    const ask = { deploymentId: deployment.id, itemKey, version: 0 };
    const answers = await Promise.allSettled([
      settleItem(deployment.manager.caller, { ...ask, to: "done" }),
      settleItem(deployment.manager.caller, { ...ask, to: "blocked", reason: "Not yet" }),
    ]);
    const lost = answers.filter((answer) => answer.status === "rejected");
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({
      code: "conflict",
      reason: {
        code: "item_changed",
        params: { by: deployment.manager.id, name: deployment.manager.name },
      },
    });
  });

  it("sixteen at once on different items: all stand, numbers without gaps", async () => {
    const items = Array.from({ length: 16 }, (_, index) => `- [ ] Item ${index}`).join("\n");
    const deployment = await makeDeployment({ text: `## Topics\n${items}\n` });
    made.push(deployment);
    const labels = Array.from({ length: 16 }, (_, index) => `Item ${index}`);
    const keys = await Promise.all(labels.map((label) => keyOf(deployment.id, label)));
    await Promise.all(
      keys.map((itemKey) =>
        settleItem(deployment.manager.caller, {
          deploymentId: deployment.id,
          itemKey,
          to: "done",
          version: 0,
        }),
      ),
    );
    const { state } = await planNow(deployment.id);
    expect(keys.every((key) => state.items[key]?.state === "done")).toBe(true);
  });

  it("knows no item, section or stage by a name that every object has", async () => {
    const { id: deploymentId, manager } = await fresh();
    const name = "constructor";
    const { caller } = manager;
    const before = (await logOf(deploymentId)).length;
    const specText = 'kind: http\ntarget: "https://example.com/"\nassert: ["status == 200"]\n';
    for (const asked of [
      addNote(caller, { deploymentId, itemKey: name, text: "Where?" }),
      addItem(caller, { deploymentId, sectionKey: name, label: "Where?" }),
      bindProbe(caller, { deploymentId, itemKey: name, specText }),
      openEarly(caller, { deploymentId, unitKey: name, reason: "Now" }),
    ])
      await expect(asked).rejects.toMatchObject({ code: "not_found" });
    expect(await logOf(deploymentId)).toHaveLength(before);
  });

  it("refuses what is no text, and names the field", async () => {
    const { id: deploymentId, manager } = await fresh();
    for (const text of ["a\u0000b", "half \ud83d"]) {
      const invalid = { code: "invalid", reason: { params: { field: "text" } } };
      await expect(
        addNote(manager.caller, { deploymentId, itemKey: null, text }),
      ).rejects.toMatchObject(invalid);
    }
  });

  it("asks for a reason where the rules ask for one", async () => {
    const deployment = await fresh();
    for (const to of ["not_applicable", "waived", "blocked", "failed"] as const) {
      await expect(settle(deployment, "Merged", to)).rejects.toEqual(refusal("reason_needed"));
    }
    await settle(deployment, "Tagged (optional)", "not_applicable");
    await settle(deployment, "Merged", "waived", "Agreed with the owner");
  });

  it("settles children before parents", async () => {
    const deployment = await fresh();
    await expect(settle(deployment, "Parent")).rejects.toEqual(refusal("children_open"));
    await settle(deployment, "Child");
    await settle(deployment, "Parent");
  });
});

describe("stages", () => {
  it("open from top to bottom, and stay open", async () => {
    const deployment = await fresh();
    await expect(settle(deployment, "Apply")).rejects.toEqual(refusal("stage_locked"));
    await prepared(deployment);
    await settle(deployment, "Apply");
    await settle(deployment, "Merged", "todo");
    await settle(deployment, "Told everybody");
    const { state } = await planNow(deployment.id);
    expect(Object.keys(state.opened).some((unit) => unit.startsWith("go"))).toBe(true);
  });

  it("let go-live items be settled early, and mark them", async () => {
    const deployment = await fresh();
    await settle(deployment, "Told everybody");
    const { state } = await planNow(deployment.id);
    expect(state.items[await keyOf(deployment.id, "Told everybody")]?.early).toBe(true);
  });

  it("open early with a reason that names what was stepped over", async () => {
    const deployment = await fresh();
    const { plan } = await planNow(deployment.id);
    const unit = plan.units.find(({ kind }) => kind === "deploy");
    const ask = { deploymentId: deployment.id, unitKey: unit?.key ?? "" };
    await expect(
      openEarly(deployment.manager.caller, { ...ask, reason: " " }),
    ).rejects.toMatchObject({ code: "invalid" });
    await openEarly(deployment.manager.caller, { ...ask, reason: "Outage: fix must go out" });
    await settle(deployment, "Apply");
    const { state } = await planNow(deployment.id);
    expect(state.opened[unit?.key ?? ""]?.early?.blockers).toHaveLength(3);
  });

  it("open follow-ups at go-live, and those never block", async () => {
    const deployment = await fresh();
    await prepared(deployment);
    await expect(settle(deployment, "Look at errors")).rejects.toEqual(
      refusal("follow_up_at_go_live"),
    );
    await settle(deployment, "Apply");
    await settle(deployment, "Told everybody");
    const { state } = await planNow(deployment.id);
    expect(state.wentLiveAt).not.toBeNull();
    await settle(deployment, "Look at errors");
  });
});

describe("rollback", () => {
  it("opens by declaring an issue, goes in order, and its end is recorded", async () => {
    const deployment = await fresh();
    const { manager, id: deploymentId } = deployment;
    await expect(settle(deployment, "Stop")).rejects.toEqual(refusal("rollback_not_running"));
    await declareIssue(manager.caller, { deploymentId, what: "Error rate at 12 %" });
    await expect(settle(deployment, "Restore")).rejects.toEqual(refusal("rollback_order"));
    await settle(deployment, "Stop");
    await expect(endIssue(manager.caller, { deploymentId, note: "Back on 0.9" })).rejects.toEqual(
      refusal("rollback_items_open"),
    );
    await settle(deployment, "Restore");
    await endIssue(manager.caller, { deploymentId, note: "Back on 0.9" });
    await declareIssue(manager.caller, { deploymentId, what: "Again" });
    const { state } = await planNow(deploymentId);
    expect(state.items[await keyOf(deploymentId, "Stop")]?.state).toBe("todo");
  });
});

describe("steps of a rollback", () => {
  const nested = `# Checklist

## Preparation
- [ ] Merged

## Rollback
### Steps
1. [ ] Stop
   - [ ] Traffic
     - [ ] Balancer
2. [ ] Restore
`;

  async function running(): Promise<MadeDeployment> {
    const deployment = await makeDeployment({ text: nested });
    made.push(deployment);
    await declareIssue(deployment.manager.caller, { deploymentId: deployment.id, what: "Errors" });
    return deployment;
  }

  it("that hold others are settled after them, at any depth", async () => {
    const deployment = await running();
    for (const label of ["Balancer", "Traffic", "Stop", "Restore"]) await settle(deployment, label);
  });

  it("can be set, and set back, all with one reason", async () => {
    const deployment = await running();
    const { plan } = await planNow(deployment.id);
    const sectionKey = plan.items[await keyOf(deployment.id, "Stop")]?.sectionKey ?? "";
    const ask = { deploymentId: deployment.id, sectionKey, reason: "Nothing to restore" };
    const all = expect.objectContaining({ result: { n: 4 } });
    const { caller } = deployment.manager;
    expect(await settleSection(caller, { ...ask, to: "not_applicable" })).toEqual(all);
    expect(await settleSection(caller, { ...ask, to: "todo" })).toEqual(all);
  });
});

describe("a whole section", () => {
  it("is not set back over a tick that its setter has not seen", async () => {
    const deployment = await fresh();
    const itemKey = await keyOf(deployment.id, "Merged");
    const { plan } = await planNow(deployment.id);
    const sectionKey = plan.items[itemKey]?.sectionKey ?? "";
    await settle(deployment, "Merged");
    const ask = { deploymentId: deployment.id, sectionKey, to: "todo", versions: { [itemKey]: 0 } };
    await expect(settleSection(deployment.manager.caller, ask)).rejects.toMatchObject({
      code: "conflict",
      reason: { code: "item_changed", params: { by: deployment.manager.id } },
    });
  });
});

describe("an issue that runs", () => {
  it("keeps a deployment from closing as a success", async () => {
    const deployment = await makeDeployment({
      text: "## Preparation\n- [ ] Tagged (optional)\n\n## Rollback\n1. [ ] Stop\n",
    });
    made.push(deployment);
    const { id: deploymentId, manager } = deployment;
    await declareIssue(manager.caller, { deploymentId, what: "Errors" });
    await settle(deployment, "Stop");
    const close = () =>
      closeDeployment(manager.caller, { deploymentId, outcome: "success", notes: "" });
    await expect(close()).rejects.toEqual(refusal("issue_running_still"));
    await endIssue(manager.caller, { deploymentId, note: "Back" });
    await close();
  });
});

describe("the rest of the run", () => {
  it("corrects, adds, notes, binds and unbinds, edits header, contacts and references", async () => {
    const deployment = await fresh();
    const { manager, id: deploymentId } = deployment;
    const itemKey = await keyOf(deploymentId, "Merged");
    const { plan } = await planNow(deploymentId);
    const sectionKey = plan.items[itemKey]?.sectionKey ?? "";
    await correctItem(manager.caller, {
      deploymentId,
      itemKey,
      label: "All merged",
      command: null,
    });
    await addItem(manager.caller, { deploymentId, sectionKey, label: "One more" });
    await settle(deployment, "One more");
    await addNote(manager.caller, { deploymentId, itemKey, text: "See the ticket" });
    const specText = 'kind: http\ntarget: "{{BASE_URL}}/health"\nassert: ["status == 200"]';
    const bound = await bindProbe(manager.caller, { deploymentId, itemKey, specText });
    const probe = { deploymentId, probeId: bound.result.probeId };
    const first = await queueProbe(manager.caller, probe);
    const second = await queueProbe(manager.caller, probe);
    expect(second.result).toEqual({ runId: first.result.runId, already: true });
    await unbindProbe(manager.caller, probe);
    await editHeader(manager.caller, { deploymentId, version: "1.0.1" });
    const contacts = [{ role: "Lead", name: "Mina", contact: "+82 2 123", escalation: "Primary" }];
    await changeContacts(manager.caller, { deploymentId, contacts });
    const references = [{ label: "Guide", url: "docs/guide.md" }];
    await changeReferences(manager.caller, { deploymentId, references });
    await expect(
      changeReferences(manager.caller, {
        deploymentId,
        references: [{ label: "Bad", url: "javascript:alert(1)" }],
      }),
    ).rejects.toMatchObject({ code: "invalid" });
    await settleSection(manager.caller, {
      deploymentId,
      sectionKey,
      to: "waived",
      reason: "Agreed",
    });
    const { state } = await planNow(deploymentId);
    expect(state).toMatchObject({ version: "1.0.1", references });
    expect(JSON.stringify(state.contacts)).not.toContain("Mina");
    expect(await revealed(state.contacts, "gone")).toMatchObject(contacts);
  });

  it("cancels until the deploy stage has opened", async () => {
    const deployment = await fresh();
    const other = await fresh();
    await prepared(other);
    const reason = "The window moved";
    await expect(
      cancelDeployment(other.manager.caller, { deploymentId: other.id, reason }),
    ).rejects.toEqual(refusal("deploy_has_opened"));
    await cancelDeployment(deployment.manager.caller, { deploymentId: deployment.id, reason });
    await expect(settle(deployment, "Merged")).rejects.toEqual(refusal("deployment_cancelled"));
  });

  it("is not made of a template that its maker may not see", async () => {
    const { id } = await fresh();
    const { state } = await planNow(id);
    const project = await makeProject();
    const roles = [{ role: "release_manager", projectId: project.id }] as const;
    const stranger = await makePerson({ roles });
    const ask = {
      templateVersionId: state.template.versionId,
      projectId: project.id,
      environmentId: project.environmentId,
      version: "1",
      deployedById: stranger.id,
    };
    await expect(createDeployment(stranger.caller, ask)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("gives a sign-off the team that was chosen for it, and no team or sign-off that is not there", async () => {
    const approvals = "# List\n\n- [ ] One\n\n### QA team approval\n- [ ] QA sign-off\n";
    const { id, manager } = await makeDeployment({ text: approvals });
    const { state } = await planNow(id);
    const [signOff] = Object.values(state.signOffs);
    const key = signOff?.key ?? "";
    const team = await makeTeam();
    const ask = {
      templateVersionId: state.template.versionId,
      projectId: state.project.id,
      environmentId: state.environment.id,
      version: "1",
      deployedById: manager.id,
    };
    const { result } = await createDeployment(manager.caller, {
      ...ask,
      teams: { [key]: team.id },
    });
    const made = await planNow(result.deploymentId);
    expect(made.state.signOffs[key]?.teamId).toBe(team.id);
    await expectWhole(result.deploymentId);
    const refused = (teams: Record<string, string>) =>
      expect(createDeployment(manager.caller, { ...ask, teams })).rejects;
    await refused({ [key]: "nobody" }).toMatchObject({ reason: { code: "no_such_team" } });
    await refused({ other: team.id }).toMatchObject({ reason: { code: "no_such_sign_off" } });
  });

  it("closes a list by topics as a success only when it is settled", async () => {
    const deployment = await makeDeployment({ text: "# List\n\n- [ ] One\n" });
    made.push(deployment);
    const ask = { deploymentId: deployment.id, outcome: "success", notes: "" };
    const close = () => closeDeployment(deployment.manager.caller, ask);
    await expect(close()).rejects.toEqual(refusal("items_open_above"));
    await settle(deployment, "One");
    await close();
  });

  it("closes a document without a sign-off block with an outcome and notes", async () => {
    const deployment = await fresh();
    const ask = { deploymentId: deployment.id, notes: "" };
    const close = (outcome: string, notes: string) =>
      closeDeployment(deployment.manager.caller, { ...ask, outcome, notes });
    await expect(close("success", "")).rejects.toEqual(refusal("items_open_above"));
    await expect(close("failed", "")).rejects.toEqual(refusal("notes_needed"));
    await close("failed", "Gave up at the migration");
    await expect(settle(deployment, "Merged")).rejects.toEqual(refusal("deployment_closed"));
    await settle(deployment, "Look at errors");
  });
});
