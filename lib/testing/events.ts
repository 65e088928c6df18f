import type { LogEvent } from "@/lib/log/event";
import { readRows } from "@/lib/log/read";
import { chainFault } from "@/lib/log/verify";

/** The whole log of a stream, its chain verified. */
export async function eventsOf(streamId: string): Promise<LogEvent[]> {
  const rows = await readRows(streamId);
  const fault = chainFault(rows);
  if (fault) throw new Error(`the log of ${streamId} is broken at ${fault.number}: ${fault.code}`);
  return rows.map((row) => JSON.parse(row.body) as LogEvent);
}
