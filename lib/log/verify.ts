import type { EventRow, Head } from "@/lib/log/append";
import { canonical, type LogEvent, sha256 } from "@/lib/log/event";

export type ChainFault = { number: number; code: "gap" | "hash" | "prev" | "body" };

/** Checks a log row by row, so that a long one need not be in memory: feed it all events of one stream, in order. */
export function chainChecker(): { next(row: EventRow): ChainFault | null; head(): Head } {
  let head: Head = { last: 0, head: "" };
  return {
    next(row) {
      const code = misfit(row, head);
      if (code !== null) return { number: code === "gap" ? head.last + 1 : row.number, code };
      head = { last: row.number, head: row.hash };
      return null;
    },
    head: () => head,
  };
}

function misfit(row: EventRow, { last, head }: Head): ChainFault["code"] | null {
  if (row.number !== last + 1) return "gap";
  if (sha256(row.body) !== row.hash) return "hash";
  const event = JSON.parse(row.body) as LogEvent;
  if (event.prev !== head) return "prev";
  const fits =
    event.number === row.number &&
    event.kind === row.kind &&
    event.stream.id === row.streamId &&
    Date.parse(event.at) === Date.parse(row.at) &&
    canonical(event) === row.body;
  return fits ? null : "body";
}

/** The first event that does not fit, or null. `rows` are all events of one stream, in order. */
export function chainFault(rows: readonly EventRow[]): ChainFault | null {
  const checker = chainChecker();
  for (const row of rows) {
    const fault = checker.next(row);
    if (fault) return fault;
  }
  return null;
}
