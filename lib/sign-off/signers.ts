import { type ActorRow, actorSql, holding } from "@/lib/command/actor";
import type { Tx } from "@/lib/core/db";
import { may } from "@/lib/core/permissions";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Signer } from "@/lib/sign-off/rules";

export type NamedSigner = Signer & { name: string };

/** Enabled people who see this deployment, by a condition on "Person" x ($1). The rules say who may sign. */
async function read(
  { query }: Pick<Tx, "query">,
  state: DeploymentState,
  where: string,
  value: unknown,
): Promise<NamedSigner[]> {
  const rows = await query<{ actor: ActorRow }>(
    `select ${actorSql("x.id")} as actor from "Person" x
     where x."disabledAt" is null and ${where} order by x.name, x.id`,
    [value],
  );
  return rows.flatMap(({ actor }) => {
    if (!actor || !may(actor.grants, "deployment.view", state.project.id)) return [];
    const { id, name, grants, memberships, resetAt, since } = actor;
    const delegations = holding(actor.delegations, new Date());
    return [{ id, name, grants, memberships, delegations, resetAt, since }];
  });
}

/** Null: nobody whom this deployment concerns. */
export const readSigner = async (
  tx: Pick<Tx, "query">,
  state: DeploymentState,
  personId: string,
): Promise<NamedSigner | null> => (await read(tx, state, "x.id = $1", personId))[0] ?? null;

/** Those who might answer a sign-off: the team's members, the deployer, or the project's approvers. */
export function readCandidates(
  tx: Pick<Tx, "query">,
  state: DeploymentState,
  { kind, teamId }: SignOffState,
): Promise<NamedSigner[]> {
  if (kind === "deployed_by") return read(tx, state, "x.id = $1", state.deployedById);
  if (kind === "team") {
    const inTeam = `(exists (select 1 from "TeamMember" m where m."personId" = x.id and m."teamId" = $1)
      or exists (select 1 from "Delegation" d where d."toId" = x.id and d."teamId" = $1 and d."endedAt" is null and d.until > now()))`;
    return read(tx, state, inTeam, teamId);
  }
  const granted = `exists (select 1 from "Grant" g where g."personId" = x.id
    and g.role in ('approver', 'release_manager') and (g."projectId" is null or g."projectId" = $1))`;
  return read(tx, state, granted, state.project.id);
}
