import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import * as identities from "@/lib/identity/commands";
import { checkLogs } from "@/lib/log/check-logs";
import { installationStream } from "@/lib/log/key-holders";
import * as people from "@/lib/people/commands";
import * as delegations from "@/lib/people/delegation-commands";
import * as forgetting from "@/lib/people/forget-command";
import * as grants from "@/lib/people/grant-commands";
import * as passwords from "@/lib/people/password-command";
import * as teams from "@/lib/people/team-commands";
import * as projects from "@/lib/project/commands";
import * as templates from "@/lib/template/commands";
import { callerOf, makeAdmin, makePerson, makeProject, makeTeam } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";
import * as tokens from "@/lib/token/commands";

useDatabase();

const all = {
  ...people,
  ...delegations,
  ...forgetting,
  ...grants,
  ...passwords,
  ...teams,
  ...projects,
  ...templates,
  ...identities,
  ...tokens,
};
type Name = keyof typeof all;

let admin: Caller;
let manager: Caller;
beforeAll(async () => {
  admin = (await makeAdmin()).caller;
  manager = (await makePerson({ roles: ["release_manager"] })).caller;
});

const unique = () => randomUUID().slice(0, 8);
const email = () => `${unique()}@example.com`;
const text = (item: string) => `# List\n\n- [ ] ${item}\n`;
const environment = () => ({
  ...{ name: `Live ${unique()}`, zone: "Asia/Seoul", variables: {}, allow: [], ports: [] },
});

async function template() {
  const { result } = await templates.createTemplate(manager, {
    ...{ name: unique(), projectId: null, text: text("One"), note: "" },
  });
  return result.templateId;
}

async function newPerson() {
  const { result } = await people.createPerson(admin, { email: email(), name: "Somebody" });
  return result;
}

async function newToken() {
  const wish = { name: unique(), projectId: null, days: 1 };
  return (await tokens.createToken(admin, wish)).result.tokenId;
}

/** Each does what it is for, and says in whose log that must stand. */
const table: Record<Name, () => Promise<string>> = {
  async createPerson() {
    return (await newPerson()).personId;
  },
  async editPerson() {
    const { personId } = await newPerson();
    await people.editPerson(admin, { personId, email: email(), name: "Other" });
    return personId;
  },
  async disablePerson() {
    const { personId } = await newPerson();
    await people.disablePerson(admin, { personId });
    return personId;
  },
  async enablePerson() {
    const personId = await table.disablePerson();
    await people.enablePerson(admin, { personId });
    return personId;
  },
  async resetPassword() {
    const { personId } = await newPerson();
    await people.resetPassword(admin, { personId });
    return personId;
  },
  async changePassword() {
    const { personId, password } = await newPerson();
    const next = `correct horse ${unique()} battery`;
    const caller = await callerOf(personId);
    await passwords.changePassword(caller, { current: password, next }, "127.0.0.1");
    return personId;
  },
  async grantRole() {
    const { personId } = await newPerson();
    await grants.grantRole(admin, { personId, role: "viewer", projectId: null });
    return personId;
  },
  async revokeRole() {
    const { personId } = await newPerson();
    const given = { personId, role: "viewer", projectId: null };
    const { result } = await grants.grantRole(admin, given);
    await grants.revokeRole(admin, { personId, grantId: result.grantId });
    return personId;
  },
  async addToTeam() {
    const [{ personId }, team] = [await newPerson(), await makeTeam()];
    await grants.addToTeam(admin, { personId, teamId: team.id });
    return personId;
  },
  async removeFromTeam() {
    const [{ personId }, team] = [await newPerson(), await makeTeam()];
    await grants.addToTeam(admin, { personId, teamId: team.id });
    await grants.removeFromTeam(admin, { personId, teamId: team.id });
    return personId;
  },
  async confirmMember() {
    const [{ personId }, team] = [await newPerson(), await makeTeam()];
    await grants.addToTeam(admin, { personId, teamId: team.id });
    await grants.confirmMember((await makeAdmin()).caller, { personId, teamId: team.id });
    return personId;
  },
  async createToken() {
    await newToken();
    return installationStream.id;
  },
  async withdrawToken() {
    await tokens.withdrawToken(admin, { tokenId: await newToken() });
    return installationStream.id;
  },
  async linkIdentity() {
    const given = { email: email(), name: "Somebody" };
    const { personId } = (await people.createPerson(admin, given)).result;
    const identity = { issuer: "https://login.example.com", subject: unique() };
    await identities.linkIdentity(system("Login"), { personId, ...identity, email: given.email });
    return personId;
  },
  async unlinkIdentity() {
    const personId = await table.linkIdentity();
    const [row] = await query<{ id: string }>(
      `select id from "PersonIdentity" where "personId" = $1`,
      [personId],
    );
    await identities.unlinkIdentity(admin, { personId, identityId: row?.id });
    return personId;
  },
  async forgetPerson() {
    const personId = await table.disablePerson();
    await forgetting.forgetPerson(admin, { personId });
    return personId;
  },
  async delegate() {
    const team = await makeTeam();
    const { personId, password } = await newPerson();
    await grants.grantRole(admin, { personId, role: "approver", projectId: null });
    await grants.addToTeam(admin, { personId, teamId: team.id });
    await query(`update "Person" set "mustChangePassword" = false where id = $1`, [personId]);
    const to = await makePerson({ roles: ["approver"] });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const input = { toId: to.id, teamId: team.id, until, password };
    await delegations.delegate(await callerOf(personId), input, "127.0.0.1");
    return personId;
  },
  async endDelegation() {
    const fromId = await table.delegate();
    const [row] = await query<{ id: string }>(`select id from "Delegation" where "fromId" = $1`, [
      fromId,
    ]);
    await delegations.endDelegation(admin, { fromId, delegationId: row?.id ?? "" });
    return fromId;
  },
  async createTeam() {
    return (await teams.createTeam(admin, { name: unique() })).result.teamId;
  },
  async renameTeam() {
    const { id: teamId } = await makeTeam();
    await teams.renameTeam(admin, { teamId, name: unique() });
    return teamId;
  },
  async createProject() {
    const { result } = await projects.createProject(admin, { name: unique(), slug: unique() });
    return result.projectId;
  },
  async editProject() {
    const { id: projectId, slug } = await makeProject();
    const name = unique();
    await projects.editProject(admin, { projectId, slug, name, defaultTemplateId: null });
    return projectId;
  },
  async createEnvironment() {
    const { id: projectId } = await makeProject();
    const { result } = await projects.createEnvironment(admin, { projectId, ...environment() });
    return result.environmentId;
  },
  async editEnvironment() {
    const { id: projectId, environmentId } = await makeProject();
    const allow = ["10.0.0.0/8"];
    const input = { projectId, environmentId, ...environment(), allow };
    await projects.editEnvironment(admin, input);
    return environmentId;
  },
  createTemplate: template,
  async publishVersion() {
    const templateId = await template();
    await templates.publishVersion(manager, {
      ...{ templateId, basedOn: 1, text: text("Two"), note: "" },
    });
    return templateId;
  },
  async publishFromText() {
    const templateId = await template();
    await templates.publishFromText(manager, {
      ...{ as: "version", templateId, basedOn: 1, text: text("Two"), note: "" },
    });
    return templateId;
  },
  async renameTemplate() {
    const templateId = await template();
    await templates.renameTemplate(manager, { templateId, name: unique() });
    return templateId;
  },
  async archiveTemplate() {
    const templateId = await template();
    await templates.archiveTemplate(manager, { templateId });
    return templateId;
  },
  async restoreTemplate() {
    const templateId = await table.archiveTemplate();
    await templates.restoreTemplate(manager, { templateId });
    return templateId;
  },
};

/** Events that a step writes, besides those of the making of what it works on. */
const least: Partial<Record<Name, number>> = {
  ...{ createPerson: 1, createTeam: 1, createProject: 1, createEnvironment: 1, createToken: 1 },
  ...{
    createTemplate: 2,
    enablePerson: 3,
    delegate: 4,
    endDelegation: 5,
    forgetPerson: 3,
    confirmMember: 3,
    revokeRole: 3,
    removeFromTeam: 3,
  },
  ...{ publishVersion: 3, publishFromText: 3, renameTemplate: 3, archiveTemplate: 3 },
  ...{ restoreTemplate: 4, unlinkIdentity: 3 },
};
/** Of the log that is the installation's, and everybody's: what is in it already. */
const eventsOfInstallation = async () =>
  (
    await query<{ n: number }>(`select count(*)::int as n from "Event" where "streamId" = $1`, [
      installationStream.id,
    ])
  )[0]?.n ?? 0;

/** At signing in nobody acts who is known here yet. */
const bySystem: ReadonlySet<Name> = new Set(["linkIdentity"]);

describe("every command of the administration writes into a log that verifies", () => {
  it.each(Object.keys(all) as Name[])("%s", async (name) => {
    const already = await eventsOfInstallation();
    const streamId = await table[name]();
    const before = streamId === installationStream.id ? already : 0;
    const logs = [];
    for await (const log of checkLogs(streamId)) logs.push(log);
    expect(logs).toMatchObject([{ streamId, events: before + (least[name] ?? 2), fault: null }]);
    const [last] = await query<{ actor: string }>(
      `select body::jsonb #>> '{actor,id}' as actor from "Event" where "streamId" = $1 order by number desc limit 1`,
      [streamId],
    );
    expect(last?.actor).toEqual(bySystem.has(name) ? null : expect.any(String));
  });
});
