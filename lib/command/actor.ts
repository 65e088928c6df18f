import type { Actor, Caller, Delegated, Membership } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import type { Grant } from "@/lib/core/permissions";

export type ActorRow = {
  id: string;
  name: string;
  email: string;
  epoch: number;
  disabled: boolean;
  mustChangePassword: boolean;
  grants: Grant[];
  memberships: Membership[];
  delegations: Delegated[];
  /** ISO 8601; null: nobody else ever gave them a password. */
  resetAt: string | null;
  /** When the account was made, ISO 8601. */
  since: string;
} | null;

const named = (id: string) =>
  `(select jsonb_build_object('id', o.id, 'name', o.name) from "Person" o where o.id = ${id})`;

const grantsOf = (person: string) =>
  `coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'projectId', g."projectId")) from "Grant" g where g."personId" = ${person}), '[]')`;

const membershipsOf = (person: string) =>
  `coalesce((select jsonb_agg(jsonb_build_object('teamId', m."teamId", 'joinedAt', m."joinedAt",
    'addedBy', ${named('m."addedById"')}, 'confirmed', case when m."confirmedAt" is not null then
    jsonb_build_object('at', m."confirmedAt", 'since', m."confirmerSince", 'by', ${named('m."confirmedById"')}) end))
    from "TeamMember" m where m."personId" = ${person}), '[]')`;

const delegationsTo = (person: string) =>
  `coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'teamId', d."teamId", 'until', d.until, 'from',
    jsonb_build_object('id', f.id, 'name', f.name, 'disabled', f."disabledAt" is not null, 'resetAt', f."resetAt",
    'grants', ${grantsOf("f.id")}, 'memberships', ${membershipsOf("f.id")})) order by d."createdAt")
    from "Delegation" d join "Person" f on f.id = d."fromId"
    where d."toId" = ${person} and d."endedAt" is null and d.until > now()), '[]')`;

/** A scalar subquery that reads a person with grants, teams and delegations as JSON; `param` is the placeholder of the id. */
export function actorSql(param: string): string {
  return `(select jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'epoch', p.epoch,
    'disabled', p."disabledAt" is not null, 'mustChangePassword', p."mustChangePassword", 'resetAt', p."resetAt", 'since', p."createdAt",
    'grants', ${grantsOf("p.id")}, 'memberships', ${membershipsOf("p.id")}, 'delegations', ${delegationsTo("p.id")})
    from "Person" p where p.id = ${param})`;
}

/**
 * Delegations that hold at this moment. The database's clock has left out what was over when it was asked; a command
 * that waited for its turn decides later than that, and by the clock that its events are dated with.
 */
export const holding = (delegations: readonly Delegated[], now: Date): Delegated[] =>
  delegations.filter(({ until }) => Date.parse(until) > now.getTime());

/** Confirms a caller against the row read in the same statement; a session of an older epoch has ended. */
export function confirm(
  caller: Caller,
  row: ActorRow,
  options: { beforePasswordChange?: boolean } = {},
  now: Date = new Date(),
): Actor {
  if (caller.actor.kind === "system") return { kind: "system", name: caller.actor.name };
  if (!row || row.disabled || row.epoch !== caller.actor.epoch) throw new AppError("signed_out");
  if (row.mustChangePassword && !options.beforePasswordChange) {
    throw new AppError("forbidden", { code: "password_must_change", params: {} });
  }
  const { id, name, email, grants, memberships, resetAt, since } = row;
  const delegations = holding(row.delegations, now);
  return { kind: "person", id, name, email, grants, memberships, delegations, resetAt, since };
}
