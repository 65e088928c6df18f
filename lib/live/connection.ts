import type { StreamMessage } from "@/lib/live/messages";

export type LiveState = "connecting" | "live" | "lost" | "signed_out";

type Handlers = {
  onMessage(message: StreamMessage): void;
  onState(state: LiveState): void;
};

const firstRetryMs = 250;
const longestRetryMs = 10_000;
/** The server beats every 15 s; silence longer than this is a dead connection. */
const silenceMs = 40_000;

/** Server-sent events over fetch: unlike EventSource it tells a refused session from a lost network. */
async function readMessages(
  response: Response,
  onAlive: () => void,
  onMessage: (message: StreamMessage) => void,
): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onAlive();
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      if (block.startsWith("data: ")) onMessage(JSON.parse(block.slice(6)) as StreamMessage);
    }
  }
}

/** Keeps one connection to what `wanted` asks for at each attempt; `renew` drops it and asks again. */
export function connect(wanted: () => ReadonlyMap<string, number>, handlers: Handlers) {
  let retryMs = firstRetryMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort: AbortController | undefined;
  let over = false;

  function later(): void {
    if (over) return;
    clearTimeout(timer);
    timer = setTimeout(attempt, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }

  function attempt(): void {
    clearTimeout(timer);
    abort?.abort();
    const streams = wanted();
    if (over || streams.size === 0) return;
    const mine = new AbortController();
    abort = mine;
    let watch: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => mine.abort(), silenceMs);
    };
    const search = [...streams].map(([id, after]) => `s=${encodeURIComponent(id)}:${after}`);
    alive();
    fetch(`/api/stream?${search.join("&")}`, { signal: mine.signal, cache: "no-store" })
      .then(async (response) => {
        if (response.status === 401) return end();
        if (!response.ok) throw new Error(`the stream answered ${response.status}`);
        await readMessages(response, alive, receive);
        throw new Error("the stream ended");
      })
      .catch(() => {
        // Whatever it was, the answer is the same: say so and try again. Replaced by a newer attempt: nothing to say.
        if (abort !== mine || over) return;
        handlers.onState("lost");
        later();
      })
      .finally(() => clearTimeout(watch));
  }

  function receive(message: StreamMessage): void {
    if (message.t === "ready") {
      retryMs = firstRetryMs;
      handlers.onState("live");
    }
    if (message.t === "revoked") end();
    handlers.onMessage(message);
  }

  function end(): void {
    stop();
    handlers.onState("signed_out");
  }

  function stop(): void {
    over = true;
    clearTimeout(timer);
    abort?.abort();
  }

  handlers.onState("connecting");
  attempt();
  return { renew: attempt, stop };
}
