import { query } from "@/lib/core/db";
import type { EventRow } from "@/lib/log/append";
import type { LogEvent } from "@/lib/log/event";
import { chainFault } from "@/lib/log/verify";

/** The whole log of a stream, its chain verified. */
export async function eventsOf(streamId: string): Promise<LogEvent[]> {
  const stored = await query<Omit<EventRow, "at"> & { at: Date }>(
    `select "streamId", number, kind, at, body, hash from "Event" where "streamId" = $1 order by number`,
    [streamId],
  );
  const rows = stored.map((row) => ({ ...row, at: row.at.toISOString() }));
  const fault = chainFault(rows);
  if (fault) throw new Error(`the log of ${streamId} is broken at ${fault.number}: ${fault.code}`);
  return rows.map((row) => JSON.parse(row.body) as LogEvent);
}
