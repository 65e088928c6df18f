import pg from "pg";
import { query } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { processWide } from "@/lib/core/process-wide";

/** Numbered events: payload `<stream>:<last number>`. */
export const eventChannel = "countersign";
/** Hints that are never stored: presence. JSON. */
export const hintChannel = "countersign_hint";

export type Listener = {
  onNotice(channel: string, payload: string): void;
  /** The connection is (again) up: whatever was told meanwhile was missed. */
  onUp(): void;
};

const firstRetryMs = 100;
const longestRetryMs = 5_000;
const connectMs = 5_000;
/** A connection that only listens never notices that its network is gone: it asks now and then. */
const pingEveryMs = 15_000;
const answerMs = 5_000;

/** One connection that listens, until it ends for whatever reason. */
async function openListening(
  connectionString: string,
  listener: Listener,
  onEnd: (why: string) => void,
): Promise<() => Promise<void>> {
  const client = new pg.Client({
    connectionString,
    application_name: "countersign-listen",
    keepAlive: true,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
  });
  let ping: NodeJS.Timeout | undefined;
  let over = false;
  const close = async () => {
    over = true;
    clearInterval(ping);
    await client.end();
  };
  const end = (why: string) => {
    if (over) return;
    // It is broken already; what matters is that another one is opened.
    close().catch(() => undefined);
    onEnd(why);
  };
  client.on("error", (error) => end(error.message));
  client.on("end", () => end("the connection ended"));
  client.on("notification", ({ channel, payload }) => {
    if (!over) listener.onNotice(channel, payload ?? "");
  });
  try {
    await client.connect();
    await client.query(`listen ${eventChannel}; listen ${hintChannel}`);
  } catch (error) {
    end(error instanceof Error ? error.message : String(error));
    return close;
  }
  if (over) return close;
  ping = setInterval(() => {
    client.query("select 1").catch((error: Error) => end(error.message));
  }, pingEveryMs);
  listener.onUp();
  return close;
}

/** Listens on one connection for as long as the process lives; returns a way to stop. */
export function listen(connectionString: string, listener: Listener): () => Promise<void> {
  let current: Promise<() => Promise<void>>;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let retryMs = firstRetryMs;

  function onEnd(why: string): void {
    if (stopped) return;
    console.error(`listening to the database: ${why}; trying again in ${retryMs} ms`);
    timer = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }

  function onUp(): void {
    retryMs = firstRetryMs;
    if (!stopped) listener.onUp();
  }

  function open(): void {
    current = openListening(connectionString, { onNotice: listener.onNotice, onUp }, onEnd);
  }

  open();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    const close = await current;
    await close();
  };
}

const listeners = () => processWide("listeners", () => new Set<Listener>());

/** Adds to what this process listens for, over its one connection. */
export function onDatabase(listener: Listener): void {
  const all = listeners();
  all.add(listener);
  processWide("listening", () =>
    listen(env().DATABASE_DIRECT_URL, {
      onNotice: (channel, payload) => {
        for (const one of all) one.onNotice(channel, payload);
      },
      onUp: () => {
        for (const one of all) one.onUp();
      },
    }),
  );
}

/** Tells all server processes, this one included; at most 8,000 bytes, and not stored anywhere. */
export async function sendHint(payload: string): Promise<void> {
  await query("select pg_notify($1, $2)", [hintChannel, payload]);
}
