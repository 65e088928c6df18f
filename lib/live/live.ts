import type { LiveState } from "@/lib/live/connection";
import type { StreamMessage } from "@/lib/live/messages";
import { joinTabs } from "@/lib/live/tabs";
import type { LogEvent } from "@/lib/log/event";

export type LiveHandlers = {
  /** Number of the last event that the subscriber has; asked for whenever a connection is made. */
  last(): number;
  /** May repeat events and, around a reconnection, overlap: apply by number. */
  onEvent(event: LogEvent, names: Record<string, string>): void;
  onHere(people: { id: string; name: string }[]): void;
  onState(state: LiveState): void;
  /** No longer to be seen by this reader. */
  onGone(): void;
};

const subscribers = new Map<string, Set<LiveHandlers>>();
let tabs: ReturnType<typeof joinTabs> | null = null;
let state: LiveState = "connecting";

function wants(): Map<string, number> {
  return new Map(
    [...subscribers].map(([id, all]) => [id, Math.min(...[...all].map((one) => one.last()))]),
  );
}

function onMessage(message: StreamMessage): void {
  if (message.t === "ready" || message.t === "revoked") return;
  for (const one of subscribers.get(message.s) ?? []) {
    if (message.t === "event") one.onEvent(message.event, message.names);
    else if (message.t === "here") one.onHere(message.people);
    else one.onGone();
  }
}

function onState(next: LiveState): void {
  state = next;
  for (const all of subscribers.values()) for (const one of all) one.onState(state);
}

/** Follows a stream of the server from this tab's last number on; returns a way to stop. */
export function subscribe(streamId: string, handlers: LiveHandlers): () => void {
  const all = subscribers.get(streamId) ?? new Set();
  subscribers.set(streamId, all.add(handlers));
  handlers.onState(state);
  if (tabs) tabs.changed();
  else tabs = joinTabs(wants, { onMessage, onState });
  return () => {
    all.delete(handlers);
    if (all.size === 0) subscribers.delete(streamId);
    if (subscribers.size > 0) tabs?.changed();
    else {
      tabs?.leave();
      tabs = null;
      state = "connecting";
    }
  };
}
