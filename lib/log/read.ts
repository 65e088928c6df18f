import { query } from "@/lib/core/db";
import type { EventRow } from "@/lib/log/append";
import type { LogEvent } from "@/lib/log/event";

/** Events of one stream after a number, in order. Checks no permission: its callers have. */
export async function readEvents(
  streamId: string,
  after: number,
  limit: number,
): Promise<LogEvent[]> {
  const rows = await query<{ body: string }>(
    `select body from "Event" where "streamId" = $1 and number > $2 order by number limit $3`,
    [streamId, after, limit],
  );
  return rows.map((row) => JSON.parse(row.body) as LogEvent);
}

/** Number of the last event of a stream; 0 before its first. */
export async function lastNumber(streamId: string): Promise<number> {
  const [row] = await query<{ last: number }>(`select last from "Stream" where id = $1`, [
    streamId,
  ]);
  return row?.last ?? 0;
}

/** All rows of one stream as they are stored, for checking its chain. */
export async function readRows(streamId: string): Promise<EventRow[]> {
  const rows = await query<Omit<EventRow, "at"> & { at: Date }>(
    `select "streamId", number, kind, at, body, hash from "Event" where "streamId" = $1 order by number`,
    [streamId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export type LogFilter = {
  /** Kinds to show; empty: all. */
  kinds: readonly string[];
  /** A person's id. */
  person: string | null;
  /** Stands in one of the event's values: a reason, a name, an item's key. */
  text: string;
  /** Whom and what such words name: events by these people and about these items count too. */
  named?: readonly string[];
  /** Only events with a smaller number. */
  before: number | null;
  limit: number;
};

/** A page of a log, newest first. */
export async function readLog(streamId: string, filter: LogFilter): Promise<LogEvent[]> {
  const { kinds, person, text, named = [], before, limit } = filter;
  const rows = await query<{ body: string }>(
    `select body from "Event" where "streamId" = $1
       and ($2::int is null or number < $2)
       and (cardinality($3::text[]) = 0 or kind = any($3))
       and ($4::text is null or body::jsonb -> 'actor' ->> 'id' = $4)
       and ($5 = '' or body::jsonb -> 'actor' ->> 'id' = any($7) or exists (
         select from jsonb_each_text(body::jsonb -> 'subject') subject where subject.value = any($7)
       ) or exists (
         select from jsonb_path_query(body::jsonb - 'prev' - 'stream', '$.** ? (@.type() == "string")') value
         where value #>> '{}' ilike '%' || $5 || '%'))
     order by number desc limit $6`,
    [streamId, before, [...kinds], person, text.replace(/[\\%_]/g, "\\$&"), limit, [...named]],
  );
  return rows.map((row) => JSON.parse(row.body) as LogEvent);
}
