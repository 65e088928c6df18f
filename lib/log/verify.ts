import type { EventRow } from "@/lib/log/append";
import { canonical, type LogEvent, sha256 } from "@/lib/log/event";

export type ChainFault = { number: number; code: "gap" | "hash" | "prev" | "body" };

/** The first event that does not fit, or null. `rows` are all events of one stream, in order. */
export function chainFault(rows: readonly EventRow[]): ChainFault | null {
  let prev = "";
  for (const [index, row] of rows.entries()) {
    if (row.number !== index + 1) return { number: index + 1, code: "gap" };
    if (sha256(row.body) !== row.hash) return { number: row.number, code: "hash" };
    const event = JSON.parse(row.body) as LogEvent;
    if (event.prev !== prev) return { number: row.number, code: "prev" };
    const fits =
      event.number === row.number &&
      event.kind === row.kind &&
      event.stream.id === row.streamId &&
      Date.parse(event.at) === Date.parse(row.at) &&
      canonical(event) === row.body;
    if (!fits) return { number: row.number, code: "body" };
    prev = row.hash;
  }
  return null;
}
