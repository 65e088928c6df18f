import { cache } from "react";
import { type ActorRow, actorSql, confirm, holding } from "@/lib/command/actor";
import type { Actor, Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";

/** A person as their own screens know them. */
export type CurrentPerson = Extract<Actor, { kind: "person" }> & { mustChangePassword: boolean };

async function readPerson(personId: string): Promise<ActorRow> {
  const [row] = await query<{ actor: ActorRow }>(`select ${actorSql("$1")} as actor`, [personId]);
  return row?.actor ?? null;
}

/**
 * Who asks, confirmed by the database, with today's grants: the first line of every query.
 * Throws AppError `signed_out` (also for the disabled and for ended sessions) or, until the one-time
 * password is changed, `forbidden`. One statement, once per request and caller.
 */
export const confirmCaller = cache(async (caller: Caller): Promise<Actor> => {
  const row = caller.actor.kind === "person" ? await readPerson(caller.actor.id) : null;
  return confirm(caller, row);
});

/** The person of a session with today's grants; null when the session no longer counts. For open streams. */
export async function sessionState(personId: string, epoch: number): Promise<CurrentPerson | null> {
  const row = await readPerson(personId);
  if (!row || row.disabled || row.epoch !== epoch) return null;
  const { id, name, email, grants, memberships, resetAt, since, mustChangePassword } = row;
  return {
    kind: "person",
    id,
    name,
    email,
    grants,
    memberships,
    delegations: holding(row.delegations, new Date()),
    resetAt,
    since,
    mustChangePassword,
  };
}
