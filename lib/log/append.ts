import type { ActorRef, Via } from "@/lib/core/caller";
import { canonical, type LogEvent, type NewEvent, type StreamKind, sha256 } from "@/lib/log/event";

export type Head = { last: number; head: string };

/** A row of table "Event". */
export type EventRow = {
  streamId: string;
  number: number;
  kind: string;
  at: string;
  body: string;
  hash: string;
};

const byRule: ActorRef = { kind: "system", name: "rule" };

/** Numbers and chains events after `head`. Pure: writing them is the command's one statement. */
export function chain(
  stream: { kind: StreamKind; id: string },
  head: Head,
  events: readonly NewEvent[],
  by: { actor: ActorRef; via: Via; at: string },
): { events: LogEvent[]; rows: EventRow[]; head: Head } {
  const made: LogEvent[] = [];
  const rows: EventRow[] = [];
  let { last, head: prev } = head;
  for (const { by: cause, kind, subject, before, after } of events) {
    last += 1;
    const actor = cause === "rule" ? byRule : by.actor;
    const event: LogEvent = {
      v: 1,
      stream,
      number: last,
      at: by.at,
      kind,
      subject,
      before,
      after,
      actor,
      via: by.via,
      prev,
    };
    const body = canonical(event);
    prev = sha256(body);
    made.push(event);
    rows.push({ streamId: stream.id, number: last, kind, at: by.at, body, hash: prev });
  }
  return { events: made, rows, head: { last, head: prev } };
}
