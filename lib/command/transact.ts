import { type ActorRow, actorSql, confirm } from "@/lib/command/actor";
import { forgetKnown, holdActor, holdHead, known } from "@/lib/command/ahead";
import { inTurn } from "@/lib/command/in-turn";
import { HeadMoved, type RowChange, write, writeAhead } from "@/lib/command/rows";
import { type Actor, actorRef, type Caller } from "@/lib/core/caller";
import { query, type Tx, transaction } from "@/lib/core/db";
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
  read?: () => { columns: string; values: unknown[] } | undefined;
  beforePasswordChange?: boolean;
  /** Whether `decide` needs nothing but what this process knows at this head: then it is tried without the lock. */
  ahead?: (head: Head) => boolean;
  /** It is committed; the next command on the stream has not begun. */
  committed?: () => void;
  decide(context: DecideContext): Promise<Decision<Result>> | Decision<Result>;
};

type LockRow = {
  last: number | null;
  head: string | null;
  seen: number | null;
  actor: ActorRow;
  /** Numbers of the logs of who asks, and of those in whose name they may sign: under their locks, and as `actor` was read. */
  people: number[] | null;
  peopleSeen: number[] | null;
};

/** Whoever is disabled, reset, granted or added to a team is so in their own log; $2 is who asks. */
const peopleAsking = `id = $2 or id in (select "fromId" from "Delegation" where "toId" = $2 and "endedAt" is null)`;

/**
 * One statement locks the stream for writing and who asks for reading. It sees what was there when it began, so after a
 * wait for either lock it may be old: the numbers beside it tell (decision 0097).
 */
const lockSql = (columns: string) => `
  select s.last, s.head, (select last from "Stream" where id = $1) as seen, ${actorSql("$2")} as actor, p.people,
    (select array_agg(last order by id) from "Stream" where ${peopleAsking}) as "peopleSeen"${columns}
  from (select 1) one
  left join lateral (select last, head from "Stream" where id = $1 for update) s on true
  left join lateral (select array_agg(held.last order by held.id) as people from
    (select id, last from "Stream" where ${peopleAsking} order by id for share) held) p on true`;

/** Who asks, as they are while their locks are held. */
async function asking(tx: Tx, personId: string | null, row: LockRow): Promise<ActorRow> {
  if (personId === null || String(row.people) === String(row.peopleSeen)) return row.actor;
  const [again] = await tx.query<{ actor: ActorRow }>(`select ${actorSql("$1")} as actor`, [
    personId,
  ]);
  return again?.actor ?? null;
}

function chained<Result>(
  { caller, stream }: Options<Result>,
  before: Head,
  actor: Actor,
  now: Date,
  decision: Decision<Result>,
) {
  const by = { actor: actorRef(actor), via: caller.via, at: now.toISOString() };
  const { events, rows, head } = chain(stream, before, decision.events, by);
  return { events, writing: { stream, before, after: head, events: rows, changes: decision.rows } };
}

async function locked<Result>(options: Options<Result>): Promise<Done<Result>> {
  const { caller, stream } = options;
  const person = caller.actor.kind === "person" ? caller.actor.id : null;
  const read = options.read?.();
  let after: Head | undefined;
  const done = await transaction(async (tx) => {
    const [row] = await tx.query<LockRow & Record<string, unknown>>(
      lockSql(read ? `, ${read.columns}` : ""),
      [stream.id, person, ...(read?.values ?? [])],
    );
    if (!row) throw new Error("the locking statement returned no row");
    const { last, head, seen, actor: _, people: _people, peopleSeen: _seen, ...extra } = row;
    const actorRow = await asking(tx, person, row);
    const now = new Date();
    const actor = confirm(caller, actorRow, options, now);
    if (person !== null) holdActor(person, actorRow);
    const before: Head = { last: last ?? 0, head: head ?? "" };
    const fresh = before.last === (seen ?? 0);
    const decision = await options.decide({ tx, actor, head: before, extra, fresh, now });
    if (decision.events.length === 0) return { result: decision.result, events: [] };
    const made = chained(options, before, actor, now, decision);
    await write(tx, made.writing);
    after = made.writing.after;
    return { result: decision.result, events: made.events };
  });
  if (after) holdHead(stream.id, after);
  return done;
}

/** One statement instead of a locked transaction; null when the lock has to decide. Refuses nothing itself. */
async function ahead<Result>(options: Options<Result>): Promise<Done<Result> | null> {
  const { caller, stream } = options;
  const now = new Date();
  const before = known(stream.id, caller);
  if (!before || !options.ahead?.(before.head)) return null;
  let actor: Actor;
  let decision: Decision<Result>;
  try {
    actor = confirm(caller, before.row, options, now);
    const context = { tx: { query }, actor, head: before.head, extra: {}, fresh: false, now };
    decision = await options.decide(context);
  } catch {
    return null; // what was known may be old: the locked transaction decides anew, and refuses with the truth
  }
  if (decision.events.length === 0) return null;
  const made = chained(options, before.head, actor, now, decision);
  const guard = before.row && { personId: before.row.id, actor: JSON.stringify(before.row) };
  if (!(await writeAhead(made.writing, guard))) {
    forgetKnown(stream.id, caller);
    return null;
  }
  holdHead(stream.id, made.writing.after);
  return { result: decision.result, events: made.events };
}

/** Two administrators act on each other at once, each waiting for the other: one of them goes second. */
const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "40P01";

async function once<Result>(options: Options<Result>): Promise<Done<Result>> {
  const done = (await ahead(options)) ?? (await locked(options));
  options.committed?.();
  return done;
}

/**
 * One transaction on one stream: BEGIN; lock and read; rows, events and NOTIFY; COMMIT. Or, where this process
 * knows all that the decision needs, the writing statement alone (docs/decisions/0041).
 * `decide` gets who acts, confirmed; it must check what they may, and neither hash passwords nor use the network.
 */
export async function transact<Result>(options: Options<Result>): Promise<Done<Result>> {
  return inTurn(options.stream.id, async () => {
    try {
      return await once(options);
    } catch (error) {
      if (error instanceof HeadMoved || isDeadlock(error)) return once(options);
      throw error;
    }
  });
}
