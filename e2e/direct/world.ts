import { randomUUID } from "node:crypto";
import { hashPassword } from "@/lib/auth/password-hash";
import { query } from "@/lib/core/db";
import { linkIdentity } from "@/lib/identity/commands";
import { addToTeam } from "@/lib/people/grant-commands";
import { shareDeployment } from "@/lib/share/commands";
import { askToSign } from "@/lib/sign-off/request-commands";
import { createTemplate } from "@/lib/template/commands";
import { type MadeDeployment, makeDeployment, planNow, settle } from "@/lib/testing/deployments";
import {
  callerOf,
  type MadePerson,
  type MadeProject,
  makePerson,
  makeProject,
  makeTeam,
  setup,
} from "@/lib/testing/fixtures";
import { createToken } from "@/lib/token/commands";

/** Everything that an id can name, once for the one who may and once for somebody else's. */
export type Ids = {
  deploymentId: string;
  projectId: string;
  environmentId: string;
  templateId: string;
  templateVersionId: string;
  personId: string;
  teamId: string;
  grantId: string;
  itemKey: string;
  sectionKey: string;
  unitKey: string;
  stageKey: string;
  signOffKey: string;
  probeId: string;
  fileId: string;
  requestId: string;
  identityId: string;
  delegationId: string;
  tokenId: string;
  shareId: string;
};

const text = (name: string, team = name) => `# ${name}

## ${name} preparation

### ${name} first
- [ ] ${name} merged
- [ ] ${name} healthy
  \`\`\`probe
  kind: http
  target: http://127.0.0.1:9/${name}
  assert: ["status == 200"]
  \`\`\`

### ${name} sign-offs
- [ ] ${team} team approval

## ${name} deployment
- [ ] ${name} applied
`;

export type Cast = {
  admin: MadePerson;
  manager: MadePerson;
  approver: MadePerson;
  viewer: MadePerson;
  /** May everything but administration, in another project. */
  stranger: MadePerson;
  /** A release manager who has not yet changed the one-time password. */
  fresh: MadePerson;
  /** A release manager who was disabled after signing in. */
  disabled: MadePerson;
};

export type World = { cast: Cast; here: Ids; there: Ids; password: string };

async function identityOf({ id: personId, email }: MadePerson): Promise<string> {
  const issuer = "https://login.example.com";
  await linkIdentity(setup, { personId, issuer, subject: randomUUID(), email });
  const [row] = await query<{ id: string }>(
    `select id from "PersonIdentity" where "personId" = $1`,
    [personId],
  );
  if (!row) throw new Error("the identity was not linked");
  return row.id;
}

/** By this member of the team; without the command, which asks for a password. */
async function delegationOf(from: MadePerson, teamId: string): Promise<string> {
  const id = randomUUID();
  const { id: toId } = await makePerson({ roles: ["approver"] });
  await query(
    `insert into "Delegation" (id, "fromId", "toId", "teamId", until, "createdAt")
     values ($1, $2, $3, $4, now() + interval '1 day', now())`,
    [id, from.id, toId, teamId],
  );
  return id;
}

async function tokenOf({ id: projectId }: MadeProject): Promise<string> {
  const { result } = await createToken(setup, { name: "Pipeline", projectId, days: 1 });
  return result.tokenId;
}

async function shareOf({ id }: MadeDeployment, { caller }: MadePerson): Promise<string> {
  const { result } = await shareDeployment(caller, { deploymentId: id, label: "", days: 1 });
  return result.shareId;
}

/** `own`: who is in the team that signs. */
async function idsOf(
  name: string,
  project: MadeProject,
  manager: MadePerson,
  own: MadePerson,
): Promise<Ids> {
  const team = await makeTeam(`${name} ${randomUUID().slice(0, 8)}`);
  const member = await makePerson({ roles: ["viewer"], teams: [team.id] });
  const signer = await makePerson({
    ...{ roles: [{ role: "approver", projectId: project.id }], teams: [team.id] },
  });
  await addToTeam(setup, { personId: own.id, teamId: team.id });
  const run: MadeDeployment = await makeDeployment({
    text: text(name, team.name),
    project,
    manager,
  });
  await settle(run, `${name} merged`);
  const { state, plan } = await planNow(run.id);
  const template = await createTemplate(manager.caller, {
    ...{ name: `${name} template`, projectId: project.id, text: text(name), note: "" },
  });
  const [grant] = await query<{ id: string }>(`select id from "Grant" where "personId" = $1`, [
    member.id,
  ]);
  const item = Object.values(plan.items).find(({ label }) => label === `${name} merged`);
  const [probe] = Object.values(state.probes);
  const [signOff] = Object.values(state.signOffs);
  if (!grant || !item || !probe || !signOff) throw new Error("the checklist was read otherwise");
  const asked = await askToSign(manager.caller, {
    ...{ deploymentId: run.id, signOffKey: signOff.key, personId: signer.id },
  });
  return {
    ...{ deploymentId: run.id, projectId: project.id, environmentId: project.environmentId },
    ...{ templateId: template.result.templateId, templateVersionId: template.result.versionId },
    ...{ personId: member.id, teamId: team.id, grantId: grant.id, itemKey: item.key },
    ...{ sectionKey: item.sectionKey, unitKey: item.unitKey, stageKey: item.stageKey },
    ...{ signOffKey: signOff.key, probeId: probe.id, fileId: randomUUID() },
    requestId: asked.result.requestId,
    identityId: await identityOf(member),
    delegationId: await delegationOf(own, team.id),
    tokenId: await tokenOf(project),
    shareId: await shareOf(run, manager),
  };
}

/** Two projects with a deployment each, and people who may and may not act on the first. */
export async function makeWorld(): Promise<World> {
  const [project, elsewhere] = [await makeProject(), await makeProject()];
  const inHere = (role: "release_manager" | "approver" | "viewer") =>
    makePerson({ roles: [{ role, projectId: project.id }] });
  const there = ["release_manager", "approver", "viewer"] as const;
  const cast: Cast = {
    admin: await makePerson({ roles: ["admin"] }),
    manager: await inHere("release_manager"),
    approver: await inHere("approver"),
    viewer: await inHere("viewer"),
    stranger: await makePerson({
      roles: there.map((role) => ({ role, projectId: elsewhere.id })),
    }),
    fresh: await inHere("release_manager"),
    disabled: await inHere("release_manager"),
  };
  const password = randomUUID();
  const everybody = Object.values(cast).map(({ id }) => id);
  await query(`update "Person" set "passwordHash" = $2 where id = any($1)`, [
    everybody,
    await hashPassword(password),
  ]);
  const ids = {
    here: await idsOf("Here", project, cast.manager, cast.approver),
    there: await idsOf("There", elsewhere, cast.stranger, cast.stranger),
  };
  await query(`update "Person" set "mustChangePassword" = true where id = $1`, [cast.fresh.id]);
  await query(`update "Person" set "disabledAt" = now() where id = $1`, [cast.disabled.id]);
  cast.manager.caller = await callerOf(cast.manager.id);
  return { cast, ...ids, password };
}

/** Every id of the right shape, and none that exists. */
export function forgedIds(): Ids {
  const id = () => randomUUID();
  return {
    ...{ deploymentId: id(), projectId: id(), environmentId: id(), templateId: id() },
    ...{ templateVersionId: id(), personId: id(), teamId: id(), grantId: id() },
    ...{ itemKey: id(), sectionKey: id(), unitKey: id(), stageKey: id(), signOffKey: id() },
    ...{ probeId: id(), fileId: id(), requestId: id(), identityId: id() },
    delegationId: id(),
    tokenId: id(),
    shareId: id(),
  };
}

/**
 * What the database holds of these people and projects, whatever the table: lines that name one of them. Signed
 * heads are the worker's and come by themselves; attempts to sign in are written by what is refused.
 */
export async function traces({ cast, here, there }: World): Promise<string> {
  const named = [...Object.values(here), ...Object.values(there)];
  // Keys are words of the checklist; ids are what rows name.
  const ids = [
    ...Object.values(cast).map(({ id }) => id),
    ...named.filter((id) => /^[\da-f]{8}-/.test(id)),
  ];
  const tables = await query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('LogHead', 'SignInAttempt')
     order by table_name`,
    [],
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const [row] = await query<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' order by t::text), '')) as digest
       from ${name} t where t::text like any($1)`,
      [ids.map((id) => `%${id}%`)],
    );
    lines.push(`${name} ${row?.digest}`);
  }
  // What names nobody is still one more person, team, project or template.
  const [made] = await query<{ counts: string }>(
    `select concat_ws(' ', (select count(*) from "Person"), (select count(*) from "Team"),
       (select count(*) from "Project"), (select count(*) from "Template")) as counts`,
    [],
  );
  return [...lines, made?.counts].join("\n");
}
