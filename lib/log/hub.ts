import { setTimeout as delay } from "node:timers/promises";
import { processWide } from "@/lib/core/process-wide";
import type { LogEvent } from "@/lib/log/event";
import { eventChannel, onDatabase } from "@/lib/log/listen";
import { readEvents } from "@/lib/log/read";

type Read = (streamId: string, after: number, limit: number) => Promise<LogEvent[]>;
type Subscriber = { at: number; onEvent(event: LogEvent): void };

/** What this process knows of one stream that somebody follows. */
type Feed = {
  id: string;
  /** Number of the last event read. */
  at: number;
  /** Number of the last event heard of. */
  told: number;
  /** There may be more than was told. */
  unsure: boolean;
  reading: boolean;
  /** The last events read, without a gap up to `at`: who comes back after a short loss costs no read. */
  recent: LogEvent[];
  /** Get every event when it is read. */
  level: Set<Subscriber>;
  /** Still read on their own what the others have had. */
  behind: Set<Subscriber>;
};

export type Hub = ReturnType<typeof createHub>;

const batch = 500;
const mostRecent = 200;
const firstRetryMs = 50;
const longestRetryMs = 5_000;

function newFeed(id: string, at: number): Feed {
  const nobody = { level: new Set<Subscriber>(), behind: new Set<Subscriber>() };
  return { id, at, told: at, unsure: true, reading: false, recent: [], ...nobody };
}

const isFollowed = (feed: Feed): boolean => feed.level.size + feed.behind.size > 0;

function give(subscriber: Subscriber, events: readonly LogEvent[]): void {
  for (const event of events) {
    if (event.number !== subscriber.at + 1) continue;
    subscriber.at = event.number;
    subscriber.onEvent(event);
  }
}

function takeIn(feed: Feed, events: readonly LogEvent[]): void {
  feed.at = events.at(-1)?.number ?? feed.at;
  feed.recent = [...feed.recent, ...events].slice(-mostRecent);
  for (const subscriber of feed.level) give(subscriber, events);
}

/**
 * Hands the events of streams to subscribers, each from the number after its own, in order, none missed and none
 * twice. New events are read once for all subscribers of a stream.
 */
export function createHub(read: Read) {
  const feeds = new Map<string, Feed>();

  /** Reads until it succeeds or nobody waits: a database that restarts must not cost anybody an event. */
  async function readAfter(id: string, after: number, wanted: () => boolean): Promise<LogEvent[]> {
    for (let retryMs = firstRetryMs; wanted(); retryMs = Math.min(retryMs * 2, longestRetryMs)) {
      try {
        return await read(id, after, batch);
      } catch (error) {
        console.error(`reading events of ${id}, trying again in ${retryMs} ms:`, error);
        await delay(retryMs, undefined, { ref: false });
      }
    }
    return [];
  }

  async function pump(feed: Feed): Promise<void> {
    if (feed.reading) return;
    feed.reading = true;
    while ((feed.unsure || feed.told > feed.at) && isFollowed(feed)) {
      // What is told while the read is under way may be missing from it: both are looked at again.
      feed.unsure = false;
      const { told, at } = feed;
      const events = await readAfter(feed.id, at, () => isFollowed(feed));
      const moved = feed.at !== at;
      if (!moved) takeIn(feed, events);
      if (moved || events.length === batch) feed.unsure = true;
      else if (feed.told === told) feed.told = feed.at;
    }
    feed.reading = false;
  }

  /** Brings a subscriber to where the others are, without making them wait. */
  async function catchUp(feed: Feed, subscriber: Subscriber): Promise<void> {
    const wanted = () => feed.behind.has(subscriber);
    let more = true;
    while (wanted() && more && subscriber.at < feed.at) {
      const oldest = feed.recent[0];
      const held = oldest !== undefined && oldest.number <= subscriber.at + 1;
      const events = held ? feed.recent : await readAfter(feed.id, subscriber.at, wanted);
      give(subscriber, events);
      more = events.length > 0;
    }
    if (feed.behind.delete(subscriber)) feed.level.add(subscriber);
  }

  return {
    /** Somebody wrote to this stream, up to this number. */
    notice(streamId: string, number: number): void {
      const feed = feeds.get(streamId);
      if (!feed) return;
      feed.told = Math.max(feed.told, number);
      void pump(feed);
    },
    /** Notices may have been missed: read all streams that somebody follows. */
    catchUp(): void {
      for (const feed of feeds.values()) {
        feed.unsure = true;
        void pump(feed);
      }
    },
    /** Delivers every event after `after`; returns a way to stop. */
    subscribe(streamId: string, after: number, onEvent: (event: LogEvent) => void): () => void {
      const feed = feeds.get(streamId) ?? newFeed(streamId, after);
      feeds.set(streamId, feed);
      const subscriber = { at: after, onEvent };
      feed.behind.add(subscriber);
      // Until events were read its number is a claim of the first reader, who may have made it up.
      if (feed.recent.length === 0) feed.at = Math.min(feed.at, after);
      void catchUp(feed, subscriber);
      feed.unsure = true;
      void pump(feed);
      return () => {
        // Nothing has this number: what is being handed out at the moment ends too.
        subscriber.at = Number.POSITIVE_INFINITY;
        feed.level.delete(subscriber);
        feed.behind.delete(subscriber);
        if (!isFollowed(feed) && feeds.get(streamId) === feed) feeds.delete(streamId);
      };
    },
  };
}

/** The stream and the number of a notice; a foreign one (number 0) makes nobody read. */
export function parseNotice(payload: string): { streamId: string; number: number } {
  const at = payload.lastIndexOf(":");
  const number = Number(payload.slice(at + 1));
  return {
    streamId: payload.slice(0, Math.max(at, 0)),
    number: Number.isInteger(number) ? number : 0,
  };
}

/** The hub of this process, fed by its one listening connection. */
export function hub(): Hub {
  return processWide("hub", () => {
    const made = createHub(readEvents);
    onDatabase({
      onNotice(channel, payload) {
        if (channel !== eventChannel) return;
        const { streamId, number } = parseNotice(payload);
        made.notice(streamId, number);
      },
      onUp: made.catchUp,
    });
    return made;
  });
}
