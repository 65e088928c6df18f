import type { RowChange } from "@/lib/command/rows";
import type { Actor } from "@/lib/core/caller";
import type { Tx } from "@/lib/core/db";
import type { NewEvent } from "@/lib/log/event";

type Row = { id: string; toId: string; teamId: string };

/** That a delegation is over from now on, as events and rows say it. */
export function ended(actor: Actor, now: Date, fromId: string, { id, toId, teamId }: Row) {
  const endedById = actor.kind === "person" ? actor.id : null;
  const subject = { person: fromId, to: toId, team: teamId, delegation: id };
  const event: NewEvent = { kind: "person.delegation_ended", subject, before: null, after: null };
  return { event, row: { id, endedAt: now.toISOString(), endedById } };
}

/**
 * Ends what somebody has delegated (for one team, or all): whoever held the account before it was reset or disabled, or
 * the place in the team before it was left, names nobody beyond that.
 */
export async function endingDelegations(
  tx: Tx,
  {
    actor,
    now,
    fromId,
    teamId,
  }: { actor: Actor; now: Date; fromId: string; teamId: string | null },
): Promise<{ events: NewEvent[]; rows: RowChange[] }> {
  const held = await tx.query<Row>(
    `select id, "toId", "teamId" from "Delegation"
     where "fromId" = $1 and ($2::text is null or "teamId" = $2) and "endedAt" is null and until > $3 order by id`,
    [fromId, teamId, now],
  );
  const all = held.map((one) => ended(actor, now, fromId, one));
  const rows = all.map(({ row }) => row);
  return {
    events: all.map(({ event }) => event),
    rows: rows.length > 0 ? [{ table: "Delegation", rows, partial: true }] : [],
  };
}
