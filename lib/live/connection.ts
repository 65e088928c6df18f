import type { LiveState, StreamMessage } from "@/lib/live/messages";
import type { Wanted } from "@/lib/live/wishes";

type Handlers = {
  onMessage(message: StreamMessage): void;
  onState(state: LiveState): void;
};

const firstRetryMs = 250;
const longestRetryMs = 5_000;
const signedOutRetryMs = 30_000;
/** The server beats every 15 s; silence longer than this is a dead connection. */
const silenceMs = 40_000;
const staleMs = 20_000;

/** Server-sent events over fetch: unlike EventSource it tells a refused session from a lost network. */
async function readMessages(
  response: Response,
  onAlive: () => void,
  onMessage: (message: StreamMessage) => void,
): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; reader; ) {
    const { done, value } = await reader.read();
    if (done) return;
    onAlive();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      if (block.startsWith("data: ")) onMessage(JSON.parse(block.slice(6)) as StreamMessage);
    }
  }
}

function address(me: string, { streams, away }: Wanted): string {
  const search = new URLSearchParams({ me });
  // The server takes no more than some: those that somebody looks at go first.
  const looked = [...streams].sort(([a], [b]) => Number(away.has(a)) - Number(away.has(b)));
  for (const [id, after] of looked) search.append("s", `${id}:${after}`);
  for (const id of away) search.append("away", id);
  return `/api/stream?${search}`;
}

/** Keeps one connection to what `wanted` asks for at each attempt; `renew` drops it and asks again. */
export function connect(me: string, wanted: () => Wanted, handlers: Handlers) {
  let retryMs = firstRetryMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | undefined;
  let state: LiveState = "connecting";
  let aliveAt = 0;
  let over = false;

  function setState(next: LiveState): void {
    state = next;
    handlers.onState(state);
  }

  function later(longestMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(attempt, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(retryMs * 2, longestMs);
  }

  /** Answers how it ended; throws when the network did. */
  async function follow(request: Wanted, signal: AbortSignal, onAlive: () => void) {
    const response = await fetch(address(me, request), { signal, cache: "no-store" });
    let revoked = response.status === 401;
    if (response.ok) {
      await readMessages(response, onAlive, (message) => {
        if (signal.aborted) return;
        if (message.t === "ready") {
          retryMs = firstRetryMs;
          setState("live");
        }
        revoked ||= message.t === "revoked";
        handlers.onMessage(message);
      });
    }
    return revoked ? "signed_out" : "lost";
  }

  function attempt(): void {
    clearTimeout(timer);
    current?.abort();
    current = undefined;
    const request = wanted();
    if (over || request.streams.size === 0) return;
    const mine = new AbortController();
    current = mine;
    let watch: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      aliveAt = Date.now();
      clearTimeout(watch);
      watch = setTimeout(() => mine.abort(), silenceMs);
    };
    alive();
    follow(request, mine.signal, alive)
      // Whatever has broken it, the answer is the same: say so and try again.
      .catch((): LiveState => "lost")
      .then((end) => {
        clearTimeout(watch);
        // Replaced by a newer attempt: nothing to say.
        if (current !== mine || over) return;
        setState(end);
        later(end === "lost" ? longestRetryMs : signedOutRetryMs);
      });
  }

  function stop(): void {
    over = true;
    clearTimeout(timer);
    current?.abort();
  }

  attempt();
  return {
    renew: attempt,
    /** Renews at once what is lost, or has been silent for longer than the server's beat. */
    wake(): void {
      if (state !== "live" || Date.now() - aliveAt > staleMs) attempt();
    },
    stop,
  };
}
