import { connect } from "@/lib/live/connection";
import type { LiveState, StreamMessage } from "@/lib/live/messages";
import { shape, type Wanted } from "@/lib/live/wishes";

type Handlers = { onMessage(message: StreamMessage): void; onState(state: LiveState): void };

export type Leader = ReturnType<typeof lead>;

/** Pages that open together share one renewal. */
const soonMs = 20;
const unhurriedMs = 1_000;

/** The connection of all tabs of a browser: knows what it was made for, and what it has passed on. */
export function lead(me: string, everybody: () => Wanted, on: Handlers) {
  /** Of each stream asked for, the number up to which it was passed on. */
  let at = new Map<string, number>();
  let asked = "";
  /** The last of what has no number, for tabs that come later. */
  const standing = new Map<string, StreamMessage>();
  let renewal: { timer: ReturnType<typeof setTimeout>; due: number } | null = null;

  function request(): Wanted {
    const wanted = everybody();
    at = new Map(wanted.streams);
    asked = shape(wanted);
    standing.clear();
    return wanted;
  }

  const connection = connect(me, request, {
    onMessage(message) {
      if (message.t === "event") at.set(message.s, message.event.number);
      else if (message.t === "here" || message.t === "gone") standing.set(message.s, message);
      on.onMessage(message);
    },
    onState: on.onState,
  });

  function renew(inMs = 0): void {
    const due = Date.now() + inMs;
    if (renewal && renewal.due <= due) return;
    clearTimeout(renewal?.timer);
    const timer = setTimeout(() => {
      renewal = null;
      connection.renew();
    }, inMs);
    renewal = { timer, due };
  }

  return {
    renew,
    wake: connection.wake,
    /** Renews when more, or less, is wanted than was asked for, or (`behind`) a tab misses an event. */
    review(behind: boolean): void {
      const wanted = everybody();
      if (behind || [...wanted.streams.keys()].some((id) => !at.has(id))) renew(soonMs);
      else if (shape(wanted) !== asked) renew(unhurriedMs);
    },
    passedOn: () => [...at],
    standing: () => [...standing],
    stop(): void {
      clearTimeout(renewal?.timer);
      connection.stop();
    },
  };
}
