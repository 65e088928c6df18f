import type { Checklist } from "@/lib/checklist/schema";
import { type ActorRow, actorSql, confirm } from "@/lib/command/actor";
import { demand } from "@/lib/command/command";
import type { Actor, Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import { type Packed, pack } from "@/lib/core/packed";
import { may, type Permission } from "@/lib/core/permissions";
import { erased } from "@/lib/deployment/contacts";
import { heldState, holdState } from "@/lib/deployment/held";
import { policyOf } from "@/lib/deployment/policy";
import { type StateRows, stateColumns, stateFromRows } from "@/lib/deployment/rows";
import { headsOf } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { DeploymentView, TeamView } from "@/lib/deployment/view";
import { revealed } from "@/lib/log/read-personal";
import { approvers, signersSql, withManagers } from "@/lib/people/signers-sql";
import { progressIn, type RoundsRow } from "@/lib/probe/progress";
import { documentOf } from "@/lib/template/documents";

const noSuch = () => new AppError("not_found", reason("no_such_deployment"));

type StateRow = { last: number | null; actor: ActorRow; rows: StateRows | null };

/** Number and rows of a deployment, and a person, in one statement; no rows when this process holds the state. */
async function readRow(id: string, personId: string | null) {
  const held = heldState(id);
  const [row] = await query<StateRow>(
    `select (select last from "Stream" where id = $1 and kind = 'deployment') as last, ${actorSql("$2")} as actor, ${stateColumns}`,
    [id, personId, held?.last ?? -1],
  );
  if (!row) throw new Error("a statement without a table returned no row");
  return { row, held };
}

function stateOf({ row, held }: Awaited<ReturnType<typeof readRow>>): DeploymentState {
  if (row.last === null) throw noSuch();
  if (held?.last === row.last) return held;
  const state = row.rows && stateFromRows(row.rows, row.last);
  if (!state) throw noSuch();
  holdState(state);
  return state;
}

/** The state now, whoever asks: for jobs and for queries that have checked permission. */
export async function readState(id: string): Promise<DeploymentState> {
  return stateOf(await readRow(id, null));
}

/** The state for somebody who may see it, and who they are, with one statement: how every query here begins. */
export async function readStateFor(
  caller: Caller,
  id: string,
  permission: Permission = "deployment.view",
): Promise<{ actor: Actor; state: DeploymentState }> {
  const read = await readRow(id, caller.actor.kind === "person" ? caller.actor.id : null);
  const actor = confirm(caller, read.row.actor);
  const state = stateOf(read);
  if (actor.kind === "person" && !may(actor.grants, "deployment.view", state.project.id)) {
    throw noSuch();
  }
  demand(actor, permission, state.project.id);
  return { actor, state };
}

function peopleIn(state: DeploymentState): string[] {
  const ids = new Set<string | null>([
    ...state.deployerIds,
    state.createdById,
    state.cancelled?.byId ?? null,
    ...state.issues.map((issue) => issue.byId),
    ...Object.values(state.opened).map((opened) => opened.early?.byId ?? null),
    ...Object.values(state.items).map((item) => item.byId),
    ...Object.values(state.requests ?? {}).flatMap(({ byId, personId, seen }) => [
      ...[byId, personId],
      ...seen.map((one) => one.personId),
    ]),
    ...Object.values(state.signatures).flatMap(headsOf),
    ...Object.values(state.notes).map((note) => note.byId),
    ...Object.values(state.probes).flatMap((probe) => [probe.byId, probe.running?.byId ?? null]),
  ]);
  return [...ids].filter((id) => id !== null);
}

type AroundRow = {
  names: Record<string, string> | null;
  teams: Record<string, TeamView> | null;
  rounds: RoundsRow[] | null;
};

/** Release managers too where the policy lets them. */
const mayAnswer = `case when t.id = any($5) then ${withManagers} else ${approvers} end`;

async function around(state: DeploymentState): Promise<Omit<DeploymentView, "state">> {
  const teamIds = Object.values(state.signOffs).flatMap((signOff) => signOff.teamId ?? []);
  const managersToo = Object.values(state.signOffs).flatMap(({ key, teamId }) =>
    teamId && policyOf(state, key).releaseManager ? [teamId] : [],
  );
  const [row] = await query<AroundRow>(
    `select
      (select jsonb_object_agg(p.id, p.name) from "Person" p where p.id = any($1)) as names,
      (select jsonb_object_agg(t.id, jsonb_build_object('name', t.name, 'signers', ${signersSql({ teamId: "t.id", projectId: "$3", roles: mayAnswer })}
      )) from "Team" t where t.id = any($2)) as teams,
      (select jsonb_agg(jsonb_build_object('probeId', r."probeId", 'runId', r.id, 'for', r.spec ->> 'for',
        'verdicts', jsonb_path_query_array(r.rounds, '$[*].verdict'), 'dueAt', r."dueAt"))
        from "ProbeRun" r where r."deploymentId" = $4 and r.status <> 'finished' and r.rounds is not null) as rounds`,
    [peopleIn(state), teamIds, state.project.id, state.id, managersToo],
  );
  const progress = (row?.rounds ?? []).flatMap(progressIn);
  return { names: row?.names ?? {}, teams: row?.teams ?? {}, progress };
}

type Held = { at: number; view: DeploymentView; packed: Packed };
const views = new WeakMap<DeploymentState, Held>();
/** Names and teams are not in the log of a deployment: they may be this old. */
const aroundMaxAgeMs = 5_000;

/** The same for everybody who may see it. */
async function viewOf(state: DeploymentState): Promise<Held> {
  const held = views.get(state);
  if (held && Date.now() - held.at < aroundMaxAgeMs) return held;
  const [contacts, rest] = await Promise.all([revealed(state.contacts, erased), around(state)]);
  const view = { state: { ...state, contacts }, ...rest };
  const made = { at: Date.now(), view, packed: pack(view) };
  views.set(state, made);
  return made;
}

/** What the deployment page shows; "not found" for those who may not see it. */
export async function deploymentView(caller: Caller, id: string): Promise<DeploymentView> {
  const { state } = await readStateFor(caller, id);
  return (await viewOf(state)).view;
}

/** The same, ready for the wire. */
export async function packedDeploymentView(caller: Caller, id: string): Promise<Packed> {
  const { state } = await readStateFor(caller, id);
  return (await viewOf(state)).packed;
}

/** The frozen reading that a deployment pins. */
export async function deploymentDocument(caller: Caller, id: string): Promise<Checklist> {
  const { state } = await readStateFor(caller, id);
  return documentOf(state.template.versionId);
}
