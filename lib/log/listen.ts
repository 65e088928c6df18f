import pg from "pg";
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

/** Listens on one connection for as long as the process lives; returns a way to stop. */
export function listen(connectionString: string, listener: Listener): () => Promise<void> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let retryMs = firstRetryMs;

  function again(why: string): void {
    if (stopped || timer) return;
    console.error(`listening to the database: ${why}; trying again in ${retryMs} ms`);
    timer = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }

  function connect(): void {
    timer = null;
    const mine = new pg.Client({
      connectionString,
      application_name: "countersign-listen",
      keepAlive: true,
    });
    client = mine;
    let over = false;
    const end = (why: string) => {
      if (over) return;
      over = true;
      mine.end().catch(() => undefined);
      again(why);
    };
    mine.on("error", (error) => end(error.message));
    mine.on("end", () => end("the connection ended"));
    mine.on("notification", ({ channel, payload }) => listener.onNotice(channel, payload ?? ""));
    mine
      .connect()
      .then(() => mine.query(`listen ${eventChannel}; listen ${hintChannel}`))
      .then(() => {
        retryMs = firstRetryMs;
        listener.onUp();
      })
      .catch((error: Error) => end(error.message));
  }

  connect();
  return async () => {
    stopped = true;
    if (timer) clearTimeout(timer);
    const last = client;
    last?.removeAllListeners("end");
    await last?.end();
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
