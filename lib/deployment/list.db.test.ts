import { describe, expect, it } from "vitest";
import { cancelDeployment } from "@/lib/deployment/header-commands";
import { listChoices, listDeployments } from "@/lib/deployment/list-queries";
import { listFilter, listSearch } from "@/lib/deployment/list-search";
import { refuse } from "@/lib/sign-off/commands";
import { askToSign } from "@/lib/sign-off/request-commands";
import { makeDeployment, planNow, settle } from "@/lib/testing/deployments";
import { type MadePerson, makePerson, makeProject, makeTeam } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const textFor = (team: string) => `# Release

## Preparation

- [ ] Backup taken

### Sign-offs

- [ ] ${team} team approval

## Deployment

- [ ] Release rolled out
`;

const ids = async (caller: Parameters<typeof listDeployments>[0], search: string) => {
  const filter = listFilter(Object.fromEntries(new URLSearchParams(search)));
  return (await listDeployments(caller, filter)).deployments.map(({ id }) => id);
};

describe("the list of deployments", () => {
  it("puts first what waits for a team's approver, and not for others", async () => {
    const team = await makeTeam();
    const made = await makeDeployment({ text: textFor(team.name) });
    const { project, manager } = made;
    const other = await makeDeployment({ text: textFor(team.name), project, manager });
    const approver = await makePerson({ roles: ["approver"], teams: [team.id] });
    const here = `project=${project.id}`;
    expect(await ids(approver.caller, `${here}&mine=1`)).toEqual([]);
    await settle(made, "Backup taken");
    expect(await ids(approver.caller, `${here}&mine=1`)).toEqual([made.id]);
    expect(await ids(approver.caller, here)).toEqual([made.id, other.id]);
    expect(await ids(manager.caller, `${here}&mine=1`)).toEqual([]);
    const stranger = await makePerson({ roles: ["approver"] });
    expect(await ids(stranger.caller, `${here}&mine=1`)).toEqual([]);
    const elsewhere = await makePerson({
      roles: [{ role: "approver", projectId: (await makeProject()).id }, "viewer"],
      teams: [team.id],
    });
    expect(await ids(elsewhere.caller, `${here}&mine=1`)).toEqual([]);
  });

  it("begins with what one was asked to sign, by whom and in which words, whatever the filter", async () => {
    const team = await makeTeam();
    const made = await makeDeployment({ text: textFor(team.name) });
    const { manager, project } = made;
    const approver = await makePerson({ roles: ["approver"], teams: [team.id] });
    const other = await makePerson({ roles: ["approver"] });
    const key = Object.keys((await planNow(made.id)).state.signOffs)[0] ?? "";
    const ask = { signOffKey: key, message: "Before noon, please" };
    // Who joined after the first was made can be asked for the second.
    const own = await makeDeployment({ text: textFor(team.name), project, manager });
    await askToSign(manager.caller, { ...ask, deploymentId: own.id, personId: null });
    const asked = async (caller: MadePerson["caller"], search = "status=closed") => {
      const filter = listFilter(Object.fromEntries(new URLSearchParams(search)));
      return (await listDeployments(caller, filter)).asked;
    };
    expect(await asked(approver.caller)).toMatchObject([
      {
        ...{ deploymentId: own.id, byName: manager.name, message: "Before noon, please" },
        ...{ personId: null, reminders: 0, now: false },
      },
    ]);
    expect(await asked(other.caller)).toEqual([]);
    expect(await asked(manager.caller)).toEqual([]);
    await settle({ ...made, id: own.id }, "Backup taken");
    expect(await asked(approver.caller)).toMatchObject([{ now: true }]);
    await cancelDeployment(manager.caller, { deploymentId: own.id, reason: "not today" });
    expect(await asked(approver.caller)).toEqual([]);
  });

  it("names who refused", async () => {
    const team = await makeTeam();
    const approver = await makePerson({ roles: ["approver"], teams: [team.id] });
    const made = await makeDeployment({ text: textFor(team.name) });
    const key = Object.keys((await planNow(made.id)).state.signOffs)[0] ?? "";
    const answer = { signOffKey: key, reason: "No backup", locale: "en" as const };
    await refuse(approver.caller, { deploymentId: made.id, ...answer });
    const filter = listFilter({ project: made.project.id });
    const [item] = (await listDeployments(made.manager.caller, filter)).deployments;
    expect(item).toMatchObject({
      ...{ refused: [{ name: approver.name }], summary: { answer: "held" } },
    });
  });

  it("shows nothing of projects that one may not see", async () => {
    const { id, project } = await makeDeployment({ text: textFor("QA") });
    const inside = await makePerson({ roles: [{ role: "viewer", projectId: project.id }] });
    const outside = await makePerson({
      roles: [{ role: "viewer", projectId: (await makeProject()).id }],
    });
    expect(await ids(inside.caller, "")).toEqual([id]);
    expect(await ids(outside.caller, "")).toEqual([]);
    expect(await ids(outside.caller, `project=${project.id}`)).toEqual([]);
    expect(await listChoices(outside.caller)).toMatchObject({ any: false });
  });

  it("finds by text and status, and cancelled ones only when asked", async () => {
    const made = await makeDeployment({ text: textFor("QA") });
    const { manager, project, id } = made;
    const here = `project=${project.id}`;
    expect(await ids(manager.caller, `${here}&text=releas`)).toEqual([id]);
    expect(await ids(manager.caller, `${here}&text=100%25`)).toEqual([]);
    await cancelDeployment(manager.caller, { deploymentId: id, reason: "not today" });
    expect(await ids(manager.caller, here)).toEqual([]);
    expect(await ids(manager.caller, `${here}&status=cancelled`)).toEqual([id]);
  });

  it("goes to the first page from one that is not there any more", async () => {
    const { manager, project, id } = await makeDeployment({ text: textFor("QA") });
    const filter = { ...listFilter({ project: project.id }), page: 9 };
    const list = await listDeployments(manager.caller, filter);
    expect(list).toMatchObject({ page: 1, total: 1, deployments: [{ id }] });
  });
});

describe("a filter in the address", () => {
  it("comes back as it went", () => {
    const search = "?status=closed&project=p&environment=e&text=a+b&mine=1&page=3";
    expect(listSearch(listFilter(Object.fromEntries(new URLSearchParams(search))))).toBe(search);
  });

  it("ignores what makes no sense", () => {
    expect(listSearch(listFilter({ status: "gone", page: "-1", text: ["x", "y"] }))).toBe(
      "?text=x",
    );
  });
});
