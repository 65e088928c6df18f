/** Where messages go, one JSON value each. */
export type Sent = { send(message: unknown): void; close(): void };

type Options = {
  /** The reader has gone. */
  signal: AbortSignal;
  /** Asked at every beat; "no" closes. */
  stillHolds(): Promise<boolean>;
  /** Begins to send; returns what is to be done when it is over, however it ended. */
  open(sent: Sent): () => void;
};

const beatMs = 15_000;
/** A reader that takes so much less than it is sent resumes from its number instead of filling the memory. */
export const mostWaitingBytes = 4 * 1024 * 1024;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // no-transform: whoever compresses, our own server included, would hold messages back.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** A response of server-sent events that stays open until it is closed or its reader goes. */
export function serverSent({ signal, stillHolds, open }: Options): Response {
  const bytes = new TextEncoder();
  let finish: (how: "close" | "error" | "gone") => void = () => {};
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      let over = false;
      let stop = () => {};
      const close = () => finish("close");
      const write = (text: string) => {
        if (over) return;
        controller.enqueue(bytes.encode(text));
        if ((controller.desiredSize ?? 0) <= 0) finish("error");
      };
      const beat = setInterval(() => {
        write(": still here\n\n");
        stillHolds().then((holds) => holds || close(), close);
      }, beatMs);
      finish = (how) => {
        if (over) return;
        over = true;
        clearInterval(beat);
        stop();
        if (how === "close") controller.close();
        // Frees what waits; under this name the framework takes it for a reader that has gone.
        if (how === "error") controller.error(new DOMException("too slow", "AbortError"));
      };
      write("retry: 1000\n\n");
      stop = open({ send: (message) => write(`data: ${JSON.stringify(message)}\n\n`), close });
      // It ended while it was being opened: nobody has stopped what was opened.
      if (over) stop();
      signal.addEventListener("abort", () => finish("error"), { once: true });
      if (signal.aborted) finish("error");
    },
    cancel: () => finish("gone"),
  };
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: mostWaitingBytes });
  return new Response(new ReadableStream(source, strategy), { headers });
}
