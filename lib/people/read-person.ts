import type { Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Role } from "@/lib/core/permissions";

/** A person as commands see them under the lock of their stream. */
export type PersonNow = {
  id: string;
  email: string;
  name: string;
  disabled: boolean;
  epoch: number;
  grants: { id: string; role: Role; projectId: string | null }[];
  teamIds: string[];
};

/** Throws AppError `not_found`. */
export async function readPerson(tx: Tx, personId: string): Promise<PersonNow> {
  const [person] = await tx.query<PersonNow>(
    `select p.id, p.email, p.name, p.epoch, p."disabledAt" is not null as disabled,
      coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'projectId', g."projectId")) from "Grant" g where g."personId" = p.id), '[]') as grants,
      coalesce((select jsonb_agg(m."teamId") from "TeamMember" m where m."personId" = p.id), '[]') as "teamIds"
     from "Person" p where p.id = $1`,
    [personId],
  );
  if (!person) throw new AppError("not_found");
  return person;
}

/**
 * Since when this person is an admin whose password nobody else gave them, ISO 8601: the later of the two.
 */
export async function adminSince(tx: Tx, personId: string): Promise<string> {
  const [row] = await tx.query<{ since: Date }>(
    `select greatest(min(g."createdAt"), max(p."resetAt")) as since
     from "Person" p join "Grant" g on g."personId" = p.id
     where p.id = $1 and g.role = 'admin' and g."projectId" is null`,
    [personId],
  );
  if (!row) throw new AppError("forbidden");
  return row.since.toISOString();
}

/**
 * How many enabled admins there are besides this person. Holds a lock until the end of the transaction:
 * two admins who remove each other at once have different streams, and one of them must see the other.
 */
export async function otherAdmins(tx: Tx, personId: string): Promise<number> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('countersign admins', 0))");
  const [row] = await tx.query<{ count: number }>(
    `select count(distinct p.id)::int as count from "Person" p join "Grant" g on g."personId" = p.id
     where g.role = 'admin' and g."projectId" is null and p."disabledAt" is null and p.id <> $1`,
    [personId],
  );
  return row?.count ?? 0;
}
