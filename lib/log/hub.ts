import { processWide } from "@/lib/core/process-wide";
import type { LogEvent } from "@/lib/log/event";
import { eventChannel, onDatabase } from "@/lib/log/listen";
import { readEvents } from "@/lib/log/read";

type Read = (streamId: string, after: number, limit: number) => Promise<LogEvent[]>;
type Subscriber = { at: number; deliver(event: LogEvent): void };
type Feed = { subscribers: Set<Subscriber>; reading: boolean; again: boolean };

export type Hub = ReturnType<typeof createHub>;

const batch = 500;

/**
 * Hands the events of streams to subscribers, each from the number after its own, in order, none missed and none
 * twice. Every round reads once for all subscribers of a stream, from the one that is furthest behind.
 */
export function createHub(read: Read) {
  const feeds = new Map<string, Feed>();

  function deliver(feed: Feed, events: readonly LogEvent[]): void {
    for (const event of events) {
      for (const subscriber of feed.subscribers) {
        if (subscriber.at !== event.number - 1) continue;
        subscriber.at = event.number;
        subscriber.deliver(event);
      }
    }
  }

  async function round(streamId: string, feed: Feed): Promise<void> {
    feed.again = false;
    const behind = Math.min(...[...feed.subscribers].map((subscriber) => subscriber.at));
    const events = await read(streamId, behind, batch);
    deliver(feed, events);
    if (events.length === batch) feed.again = true;
  }

  async function pump(streamId: string): Promise<void> {
    const feed = feeds.get(streamId);
    if (!feed) return;
    feed.again = true;
    if (feed.reading) return;
    feed.reading = true;
    try {
      while (feed.again && feed.subscribers.size > 0) await round(streamId, feed);
    } finally {
      feed.reading = false;
    }
  }

  function pumpLater(streamId: string): void {
    pump(streamId).catch((error: Error) => {
      // The next notice, or the listener that comes up again, reads what this one did not.
      console.error(`reading events of ${streamId}:`, error.message);
    });
  }

  return {
    /** Somebody wrote to this stream. */
    notice: pumpLater,
    /** Notices may have been missed: read all streams that somebody follows. */
    catchUp(): void {
      for (const streamId of feeds.keys()) pumpLater(streamId);
    },
    /** Delivers every event after `after`; returns a way to stop. */
    subscribe(streamId: string, after: number, onEvent: (event: LogEvent) => void): () => void {
      const feed = feeds.get(streamId) ?? { subscribers: new Set(), reading: false, again: false };
      feeds.set(streamId, feed);
      const subscriber: Subscriber = { at: after, deliver: onEvent };
      feed.subscribers.add(subscriber);
      pumpLater(streamId);
      return () => {
        feed.subscribers.delete(subscriber);
        if (feed.subscribers.size === 0 && feeds.get(streamId) === feed) feeds.delete(streamId);
      };
    },
  };
}

/** The hub of this process, fed by its one listening connection. */
export function hub(): Hub {
  return processWide("hub", () => {
    const made = createHub(readEvents);
    onDatabase({
      onNotice(channel, payload) {
        if (channel === eventChannel) made.notice(payload.slice(0, payload.lastIndexOf(":")));
      },
      onUp: made.catchUp,
    });
    return made;
  });
}
