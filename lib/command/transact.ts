import { type ActorRow, actorSql, confirm } from "@/lib/command/actor";
import { inTurn } from "@/lib/command/in-turn";
import { HeadMoved, type RowChange, write } from "@/lib/command/rows";
import { type Actor, actorRef, type Caller } from "@/lib/core/caller";
import { type Tx, transaction } from "@/lib/core/db";
import { chain, type Head } from "@/lib/log/append";
import type { LogEvent, NewEvent, StreamKind } from "@/lib/log/event";

/** What a command decided. No events: nothing is written ("already so"). */
export type Decision<Result> = {
  result: Result;
  events: readonly NewEvent[];
  rows: readonly RowChange[];
};

export type Done<Result> = { result: Result; events: LogEvent[] };

export type DecideContext = {
  tx: Tx;
  actor: Actor;
  head: Head;
  /** What `read` brought, under the lock or as the snapshot before it: see `fresh`. */
  extra: Record<string, unknown>;
  /** True when nobody wrote to the stream between the snapshot and the lock: `extra` is current. */
  fresh: boolean;
  now: Date;
};

type Options<Result> = {
  caller: Caller;
  stream: { kind: StreamKind; id: string };
  /** Further columns for the statement that locks: scalar subqueries; $1 is the stream's id, $2 the person's, then `values`. */
  read?: { columns: string; values: unknown[] };
  beforePasswordChange?: boolean;
  decide(context: DecideContext): Promise<Decision<Result>> | Decision<Result>;
};

type LockRow = { last: number | null; head: string | null; seen: number | null; actor: ActorRow };

async function once<Result>(options: Options<Result>): Promise<Done<Result>> {
  const { caller, stream, read } = options;
  return transaction(async (tx) => {
    const person = caller.actor.kind === "person" ? caller.actor.id : null;
    const [row] = await tx.query<LockRow & Record<string, unknown>>(
      `select s.last, s.head, (select last from "Stream" where id = $1) as seen, ${actorSql("$2")} as actor${read ? `, ${read.columns}` : ""}
       from (select 1) one left join lateral (select last, head from "Stream" where id = $1 for update) s on true`,
      [stream.id, person, ...(read?.values ?? [])],
    );
    if (!row) throw new Error("the locking statement returned no row");
    const { last, head, seen, actor: actorRow, ...extra } = row;
    const actor = confirm(caller, actorRow, options);
    const before: Head = { last: last ?? 0, head: head ?? "" };
    const now = new Date();
    const fresh = before.last === (seen ?? 0);
    const decision = await options.decide({ tx, actor, head: before, extra, fresh, now });
    if (decision.events.length === 0) return { result: decision.result, events: [] };
    const made = chain(stream, before, decision.events, {
      actor: actorRef(actor),
      via: caller.via,
      at: now.toISOString(),
    });
    await write(tx, stream, before, made.head, made.rows, decision.rows);
    return { result: decision.result, events: made.events };
  });
}

/**
 * One transaction on one stream: BEGIN; lock and read; rows, events and NOTIFY; COMMIT.
 * `decide` gets who acts, confirmed; it must check what they may, and neither hash passwords nor use the network.
 */
export async function transact<Result>(options: Options<Result>): Promise<Done<Result>> {
  return inTurn(options.stream.id, async () => {
    try {
      return await once(options);
    } catch (error) {
      if (error instanceof HeadMoved) return once(options);
      throw error;
    }
  });
}
