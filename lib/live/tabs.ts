import { connect, type LiveState } from "@/lib/live/connection";
import type { StreamMessage } from "@/lib/live/messages";

/** What tabs of one browser tell each other. */
type Note =
  | { t: "want"; tab: string; streams: [id: string, after: number][] }
  | { t: "who" }
  | { t: "message"; message: StreamMessage }
  | { t: "state"; state: LiveState };

type Deliver = { onMessage(message: StreamMessage): void; onState(state: LiveState): void };

const repeatMs = 20_000;
const forgetMs = 65_000;

/**
 * One connection per browser, however many tabs: the tab that holds the lock connects and passes messages on;
 * when it closes, the lock goes to another one, which asks who wants what. `wants` gives, at any time, this tab's
 * streams with the last number it has of each.
 */
export function joinTabs(wants: () => ReadonlyMap<string, number>, deliver: Deliver) {
  const own = crypto.randomUUID();
  const shared = typeof BroadcastChannel !== "undefined" && navigator.locks !== undefined;
  const channel = shared ? new BroadcastChannel("countersign-live") : null;
  const leaving = new AbortController();
  const others = new Map<string, { streams: Map<string, number>; at: number }>();
  const seen = new Map<string, number>();
  let connection: ReturnType<typeof connect> | null = null;
  let following = new Set<string>();
  let state: LiveState = "connecting";

  // A closed channel throws; an answer may still be on its way to a tab that has left.
  const post = (note: Note) => {
    if (!leaving.signal.aborted) channel?.postMessage(note);
  };
  const tell = () => post({ t: "want", tab: own, streams: [...wants()] });

  /** The union of what all tabs want, from the lowest number that one of them still needs. */
  function union(): Map<string, number> {
    const all = new Map(wants());
    for (const [tab, { streams, at }] of others) {
      if (Date.now() - at > forgetMs) others.delete(tab);
      else for (const [id, after] of streams) all.set(id, Math.min(after, all.get(id) ?? after));
    }
    following = new Set(all.keys());
    return all;
  }

  function setState(next: LiveState): void {
    state = next;
    post({ t: "state", state });
    deliver.onState(state);
  }

  function lead(): void {
    post({ t: "who" });
    connection = connect(union, {
      onMessage(message) {
        if (message.t === "event") seen.set(message.s, message.event.number);
        post({ t: "message", message });
        deliver.onMessage(message);
      },
      onState: setState,
    });
  }

  function heard(tab: string, streams: Map<string, number>): void {
    const known = others.has(tab);
    others.set(tab, { streams, at: Date.now() });
    if (!connection) return;
    const behind = [...streams].some(
      ([id, after]) => !following.has(id) || (!known && after < (seen.get(id) ?? after)),
    );
    if (behind) connection.renew();
    else post({ t: "state", state });
  }

  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Note>) => {
      if (data.t === "want") heard(data.tab, new Map(data.streams));
      else if (data.t === "who") tell();
      else if (connection) return;
      else if (data.t === "message") deliver.onMessage(data.message);
      else deliver.onState(data.state);
    };
    navigator.locks
      .request("countersign-live", { signal: leaving.signal }, () => {
        if (leaving.signal.aborted) return;
        lead();
        return new Promise<void>((resolve) => {
          leaving.signal.addEventListener("abort", () => resolve(), { once: true });
        });
      })
      // Left before the lock came: this tab never connected.
      .catch((error: Error) => {
        if (error.name !== "AbortError") throw error;
      });
  } else {
    lead();
  }
  const timer = setInterval(tell, repeatMs);
  const wake = () => {
    tell();
    if (connection && state !== "live" && document.visibilityState === "visible") {
      connection.renew();
    }
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);

  return {
    /** This tab wants something else than before. */
    changed(): void {
      tell();
      if (connection && [...wants().keys()].some((id) => !following.has(id))) connection.renew();
    },
    leave(): void {
      leaving.abort();
      clearInterval(timer);
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      connection?.stop();
      channel?.close();
    },
  };
}
