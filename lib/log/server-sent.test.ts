import { afterEach, describe, expect, it, vi } from "vitest";
import { mostWaitingBytes, type Sent, serverSent } from "@/lib/log/server-sent";

afterEach(() => vi.useRealTimers());

/** An open response; `stops` counts how often its end was told. */
function start(
  stillHolds: () => Promise<boolean> = async () => true,
  opening: (sent: Sent, abort: AbortController) => void = () => {},
) {
  const abort = new AbortController();
  const opened: Sent[] = [];
  let stops = 0;
  const response = serverSent({
    signal: abort.signal,
    stillHolds,
    open(sent) {
      opened.push(sent);
      opening(sent, abort);
      return () => {
        stops += 1;
      };
    },
  });
  const [sent] = opened;
  if (!sent || !response.body) throw new Error("it did not open");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  return { response, reader, sent, abort, stops: () => stops };
}

describe("a response of server-sent events", () => {
  it("passes each message on as one event, and ends when it is closed", async () => {
    const { response, reader, sent, stops } = start();
    sent.send({ text: "two\nlines" });
    sent.close();
    sent.send({ text: "too late" });
    let all = "";
    for (let read = await reader.read(); !read.done; read = await reader.read()) all += read.value;
    expect(all).toBe('retry: 1000\n\ndata: {"text":"two\\nlines"}\n\n');
    expect(stops()).toBe(1);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("cache-control")).toContain("no-transform");
  });

  it("stops when its reader goes, however it goes", async () => {
    const left = start();
    left.abort.abort();
    left.abort.abort();
    expect(left.stops()).toBe(1);
    const cancelled = start();
    await cancelled.reader.cancel();
    cancelled.sent.send("nobody hears this");
    cancelled.sent.close();
    expect(cancelled.stops()).toBe(1);
  });

  it("stops once when it ends while it is being opened", () => {
    expect(start(undefined, (sent) => sent.close()).stops()).toBe(1);
    expect(start(undefined, (_, abort) => abort.abort()).stops()).toBe(1);
  });

  it("drops a reader that takes nothing before it fills the memory", async () => {
    const { reader, sent, stops } = start();
    const kilobyte = "x".repeat(1024);
    for (let i = 0; i < mostWaitingBytes / 1024 + 200; i += 1) sent.send(kilobyte);
    expect(stops()).toBe(1);
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toMatchObject({ name: "AbortError" });
  });

  it("beats, and ends when the session no longer holds or nobody can tell", async () => {
    vi.useFakeTimers();
    let holds = true;
    const session = start(async () => holds);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(session.stops()).toBe(0);
    holds = false;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(session.stops()).toBe(1);
    const unknown = start(() => Promise.reject(new Error("no database")));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(unknown.stops()).toBe(1);
  });
});
