import type { Actor, Caller, Membership } from "@/lib/core/caller";
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
  /** ISO 8601; null: nobody else ever gave them a password. */
  resetAt: string | null;
} | null;

const named = (id: string) =>
  `(select jsonb_build_object('id', o.id, 'name', o.name) from "Person" o where o.id = ${id})`;

/** A scalar subquery that reads a person with grants and teams as JSON; `param` is the placeholder of the id. */
export function actorSql(param: string): string {
  return `(select jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'epoch', p.epoch,
    'disabled', p."disabledAt" is not null, 'mustChangePassword', p."mustChangePassword",
    'resetAt', p."resetAt", 'grants', coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'projectId', g."projectId")) from "Grant" g where g."personId" = p.id), '[]'),
    'memberships', coalesce((select jsonb_agg(jsonb_build_object('teamId', m."teamId", 'joinedAt', m."joinedAt",
      'addedBy', ${named('m."addedById"')}, 'confirmed', case when m."confirmedAt" is not null then
      jsonb_build_object('at', m."confirmedAt", 'since', m."confirmerSince", 'by', ${named('m."confirmedById"')}) end))
      from "TeamMember" m where m."personId" = p.id), '[]'))
    from "Person" p where p.id = ${param})`;
}

/** Confirms a caller against the row read in the same statement; a session of an older epoch has ended. */
export function confirm(
  caller: Caller,
  row: ActorRow,
  options: { beforePasswordChange?: boolean } = {},
): Actor {
  if (caller.actor.kind === "system") return { kind: "system", name: caller.actor.name };
  if (!row || row.disabled || row.epoch !== caller.actor.epoch) throw new AppError("signed_out");
  if (row.mustChangePassword && !options.beforePasswordChange) {
    throw new AppError("forbidden", { code: "password_must_change", params: {} });
  }
  const { id, name, email, grants, memberships, resetAt } = row;
  return { kind: "person", id, name, email, grants, memberships, resetAt };
}
