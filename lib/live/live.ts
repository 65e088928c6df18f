import type { LiveState, StreamMessage } from "@/lib/live/messages";
import { sequence } from "@/lib/live/sequence";
import { joinTabs, type Tabs } from "@/lib/live/tabs";
import type { LogEvent } from "@/lib/log/event";
import type { ProbeProgress } from "@/lib/probe/progress";

export type LiveHandlers = {
  /** Number of the last event that the subscriber has, from wherever: asked for whenever it matters. */
  last(): number;
  /** Each event after that once, in order, without a gap. */
  onEvent(event: LogEvent, names: Record<string, string>): void;
  onHere(people: { id: string; name: string }[]): void;
  /** How far a run with `for:` is, after each measurement. */
  onProgress?(progress: ProbeProgress): void;
  onState(state: LiveState): void;
  /** No longer to be seen by this reader. */
  onGone(): void;
};

type Subscriber = { streamId: string; handlers: LiveHandlers; order: ReturnType<typeof sequence> };

/** What one tab follows, of one person. */
type Tab = { subscribers: Set<Subscriber>; state: LiveState; tabs: Tabs };

const tabOf = new Map<string, Tab>();

/** What one subscriber throws is a bug of its own: it costs no other one an event. */
function call(handler: () => void): void {
  try {
    handler();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Answers "gap" when the subscriber misses an event before this one. */
function pass({ handlers, order }: Subscriber, message: StreamMessage): "gap" | null {
  if (message.t === "event") {
    const { event, names } = message;
    return order.take(event.number, () => call(() => handlers.onEvent(event, names)));
  }
  if (message.t === "here") call(() => handlers.onHere(message.people));
  if (message.t === "progress") call(() => handlers.onProgress?.(message.progress));
  if (message.t === "gone") call(() => handlers.onGone());
  return null;
}

function join(me: string): Tab {
  const subscribers = new Set<Subscriber>();
  const of = (streamId: string) => [...subscribers].filter((one) => one.streamId === streamId);
  const tabs = joinTabs(me, {
    wants: () => {
      const ids = new Set([...subscribers].map(({ streamId }) => streamId));
      const last = (id: string) => Math.min(...of(id).map(({ order }) => order.last()));
      return new Map([...ids].map((id) => [id, last(id)]));
    },
    onMessage(message) {
      if (!("s" in message)) return;
      const gaps = of(message.s).filter((one) => pass(one, message) === "gap");
      if (gaps.length > 0) tabs.changed(true);
    },
    onState(state) {
      if (tab.state === state) return;
      tab.state = state;
      for (const { handlers } of subscribers) call(() => handlers.onState(state));
    },
  });
  const tab: Tab = { subscribers, state: "connecting", tabs };
  return tab;
}

/** Follows a stream of the server, from this reader's last number on; returns a way to stop. `me`: whose session it is. */
export function subscribe(me: string, streamId: string, handlers: LiveHandlers): () => void {
  const tab = tabOf.get(me) ?? join(me);
  tabOf.set(me, tab);
  const subscriber = { streamId, handlers, order: sequence(handlers.last) };
  tab.subscribers.add(subscriber);
  handlers.onState(tab.state);
  tab.tabs.changed();
  return () => {
    tab.subscribers.delete(subscriber);
    if (tab.subscribers.size > 0) return tab.tabs.changed();
    tab.tabs.leave();
    tabOf.delete(me);
  };
}
