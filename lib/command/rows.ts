import { actorSql } from "@/lib/command/actor";
import { query, type Tx } from "@/lib/core/db";
import type { EventRow, Head } from "@/lib/log/append";
import type { StreamKind } from "@/lib/log/event";

/** Tables that commands write, with their keys. "Event" and "Stream" are written by this file alone. */
const keys = {
  Person: ["id"],
  PersonIdentity: ["id"],
  Grant: ["id"],
  Team: ["id"],
  TeamMember: ["teamId", "personId"],
  Delegation: ["id"],
  Project: ["id"],
  Environment: ["id"],
  Template: ["id"],
  TemplateVersion: ["id"],
  Deployment: ["id"],
  Item: ["deploymentId", "key"],
  SignOff: ["deploymentId", "key"],
  Signature: ["id"],
  Note: ["id"],
  Probe: ["id"],
  ProbeRun: ["id"],
  PersonalValue: ["commitment"],
  ApiToken: ["id"],
  ShareLink: ["id"],
} as const satisfies Record<string, readonly string[]>;

export type Table = keyof typeof keys;

/** Rows that are inserted and never updated: the application's role may not. */
const insertedOnly: ReadonlySet<string> = new Set<Table>(["PersonalValue"]);

/**
 * Rows to write with a command's events: inserted, or updated where their key is there already.
 * All rows of one change have the same columns; columns left out keep their value or default.
 * `partial`: rows that must be there, by their key and the columns that change.
 * `remove` names rows by their key columns.
 */
export type RowChange =
  | { table: Table; rows: readonly Record<string, unknown>[]; partial?: boolean }
  | { table: Table; remove: readonly Record<string, unknown>[] };

const quoted = (name: string): string => {
  if (!/^[A-Za-z]+$/.test(name)) throw new Error(`not a column name: ${name}`);
  return `"${name}"`;
};

function upsert(table: string, key: readonly string[], columns: string[], param: string): string {
  const names = columns.map(quoted).join(", ");
  const rest = columns.filter((column) => !key.includes(column)).map(quoted);
  const set = rest.map((column) => `${column} = excluded.${column}`).join(", ");
  const action =
    rest.length > 0 && !insertedOnly.has(table) ? `do update set ${set}` : "do nothing";
  return `insert into "${table}" (${names}) select ${names} from jsonb_populate_recordset(null::"${table}", ${param}::jsonb), s on conflict (${key.map(quoted).join(", ")}) ${action}`;
}

/**
 * Updates rows that must exist, so that columns without a default may be left out. `json` is a list, or one row:
 * then the planner knows that it is one, and finds its target by key instead of reading the table.
 */
function update(table: string, key: readonly string[], columns: string[], json: string): string {
  const rest = columns.filter((column) => !key.includes(column)).map(quoted);
  const set = rest.map((column) => `${column} = new.${column}`).join(", ");
  const match = key.map((column) => `old.${quoted(column)} = new.${quoted(column)}`).join(" and ");
  return `update "${table}" old set ${set} from ${json} new, s where ${match}`;
}

function remove(table: string, key: readonly string[], param: string): string {
  const match = key.map((column) => `old.${quoted(column)} = gone.${quoted(column)}`).join(" and ");
  return `delete from "${table}" old using jsonb_populate_recordset(null::"${table}", ${param}::jsonb) gone, s where ${match}`;
}

export type Writing = {
  stream: { kind: StreamKind; id: string };
  before: Head;
  after: Head;
  events: readonly EventRow[];
  changes: readonly RowChange[];
};

/** Who acts, and the JSON that was read of them. */
type Guard = { personId: string; actor: string } | null;

/** Everything hangs on `s`, the head that moves from the number before: when it does not, nothing is written. */
function statement(
  writing: Writing,
  guard: Guard | undefined,
): { text: string; values: unknown[] } {
  const { stream, before, after, events, changes } = writing;
  const values: unknown[] = [];
  const param = (value: unknown): string => `$${values.push(value)}`;
  const id = param(stream.id);
  const [last, head, seen] = [param(after.last), param(after.head), param(before.last)];
  const same = guard ? `and ${actorSql(param(guard.personId))} = ${param(guard.actor)}::jsonb` : "";
  const moved =
    guard === undefined
      ? `insert into "Stream" (id, kind, last, head) values (${id}, ${param(stream.kind)}, ${last}::int, ${head}) on conflict (id) do update set last = excluded.last, head = excluded.head where "Stream".last = ${seen}::int returning 1 as moved`
      : `update "Stream" set last = ${last}::int, head = ${head} where id = ${id} and last = ${seen}::int ${same} returning 1 as moved`;
  const parts: string[] = [];
  for (const change of changes) {
    const key: readonly string[] = keys[change.table];
    const list = "rows" in change ? change.rows : change.remove;
    const first = list[0];
    if (!first) continue;
    if ("rows" in change && change.partial) {
      const given = list.length === 1 ? first : list;
      const read = list.length === 1 ? "jsonb_populate_record" : "jsonb_populate_recordset";
      const json = `${read}(null::"${change.table}", ${param(JSON.stringify(given))}::jsonb)`;
      parts.push(update(change.table, key, Object.keys(first), json));
      continue;
    }
    const json = param(JSON.stringify(list));
    if ("remove" in change) parts.push(remove(change.table, key, json));
    else parts.push(upsert(change.table, key, Object.keys(first), json));
  }
  parts.push(
    `insert into "Event" select "streamId", "number", "kind", "at", "body", "hash" from jsonb_populate_recordset(null::"Event", ${param(JSON.stringify(events))}::jsonb), s`,
  );
  const ctes = parts.map((part, index) => `w${index} as (${part})`).join(", ");
  const text = `with s as (${moved}), ${ctes} select s.moved, pg_notify('countersign', ${id} || ':' || ${last}::int)::text from s`;
  return { text, values };
}

/** Rows, events, head and NOTIFY in one statement: one round trip. Throws when the head has moved. */
export async function write(tx: Tx, writing: Writing): Promise<void> {
  const { text, values } = statement(writing, undefined);
  if ((await tx.query(text, values)).length !== 1) throw new HeadMoved(writing.stream.id);
}

/** The same as a transaction of its own, if neither the stream nor who acts is other than was known; else nothing. */
export async function writeAhead(writing: Writing, guard: Guard): Promise<boolean> {
  const { text, values } = statement(writing, guard);
  return (await query(text, values)).length === 1;
}

/** Two commands made the same new stream at once: the second is run again. */
export class HeadMoved extends Error {
  constructor(streamId: string) {
    super(`the log of ${streamId} has moved`);
    this.name = "HeadMoved";
  }
}
