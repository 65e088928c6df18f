import { callerFromRequest } from "@/lib/auth/caller";
import { processWide } from "@/lib/core/process-wide";
import { openStream, type Wanted } from "@/lib/deployment/stream";
import type { StreamMessage } from "@/lib/live/messages";

const heartbeatMs = 15_000;
/** A new connection is a new look at the session. */
const longestMs = 60 * 60_000;
const mostStreams = 20;
/** A browser has one connection, however many tabs. */
const mostPerPerson = 8;
/** A reader that takes nothing for so many messages resumes from its number instead of filling the memory. */
const mostWaiting = 1_000;

const open = processWide("open streams", () => new Map<string, number>());

function wantedIn(request: Request): Wanted[] {
  const given = new URL(request.url).searchParams.getAll("s").slice(0, mostStreams);
  return given.flatMap((text) => {
    const at = text.lastIndexOf(":");
    const after = Number(text.slice(at + 1));
    return at > 0 && Number.isSafeInteger(after) && after >= 0
      ? [{ streamId: text.slice(0, at), after }]
      : [];
  });
}

/** Server-sent events: `?s=<deployment>:<last number>`, repeated. One connection serves all tabs of a browser. */
export async function GET(request: Request) {
  const caller = await callerFromRequest();
  if (caller?.actor.kind !== "person") return new Response(null, { status: 401 });
  const { id, epoch } = caller.actor;
  if ((open.get(id) ?? 0) >= mostPerPerson) return new Response(null, { status: 429 });
  open.set(id, (open.get(id) ?? 0) + 1);

  const text = new TextEncoder();
  let finish = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let over = false;
        const write = (line: string) => {
          if (over) return;
          if ((controller.desiredSize ?? 0) < -mostWaiting) finish();
          else controller.enqueue(text.encode(line));
        };
        const send = (message: StreamMessage) => write(`data: ${JSON.stringify(message)}\n\n`);
        const beat = setInterval(() => write(": still here\n\n"), heartbeatMs);
        const life = setTimeout(() => finish(), longestMs);
        write("retry: 1000\n\n");
        const stop = openStream(caller, { id, epoch }, wantedIn(request), {
          send,
          close: () => finish(),
        });
        finish = () => {
          if (over) return;
          over = true;
          clearInterval(beat);
          clearTimeout(life);
          stop();
          open.set(id, Math.max(0, (open.get(id) ?? 1) - 1));
          controller.close();
        };
        request.signal.addEventListener("abort", () => finish(), { once: true });
      },
      cancel: () => finish(),
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform: a compressing proxy, ours included, would hold events back.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
