import { randomUUID } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { transact } from "@/lib/command/transact";
import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { createHub } from "@/lib/log/hub";
import { eventChannel, listen } from "@/lib/log/listen";
import { readEvents } from "@/lib/log/read";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

/** A hub with a listening connection of its own: what another server process has. */
function startHub() {
  const hub = createHub(readEvents);
  let isUp = () => {};
  const up = new Promise<void>((resolve) => {
    isUp = resolve;
  });
  const stop = listen(env().DATABASE_DIRECT_URL, {
    onNotice(channel, payload) {
      if (channel === eventChannel) hub.notice(payload.slice(0, payload.lastIndexOf(":")));
    },
    onUp() {
      hub.catchUp();
      isUp();
    },
  });
  onTestFinished(stop);
  return { hub, up };
}

async function write(streamId: string, n: number): Promise<void> {
  for (let i = 0; i < n; i += 1) {
    await transact({
      caller: system("test"),
      stream: { kind: "installation", id: streamId },
      decide: () => ({
        result: null,
        events: [{ kind: "test.written", subject: {}, before: null, after: { i } }],
        rows: [],
      }),
    });
  }
}

/** Collects numbers until `last` has come. */
function collect(hub: ReturnType<typeof createHub>, streamId: string, after: number, last: number) {
  const numbers: number[] = [];
  return new Promise<number[]>((resolve) => {
    const stop = hub.subscribe(streamId, after, (event) => {
      numbers.push(event.number);
      if (event.number === last) {
        stop();
        resolve(numbers);
      }
    });
  });
}

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + 1 + index);

describe("a stream", () => {
  it("gives every subscriber of two server processes each event once, in order, wherever it joined", async () => {
    const streamId = randomUUID();
    const [one, two] = [startHub(), startHub()];
    await Promise.all([one.up, two.up]);
    await write(streamId, 20);
    const early = [0, 5, 20].flatMap((after) => [
      { after, got: collect(one.hub, streamId, after, 120) },
      { after, got: collect(two.hub, streamId, after, 120) },
    ]);
    await write(streamId, 50);
    const late = [0, 33, 70].map((after) => ({
      after,
      got: collect(two.hub, streamId, after, 120),
    }));
    await write(streamId, 50);
    for (const { after, got } of [...early, ...late]) expect(await got).toEqual(upTo(after, 120));
  });

  it("misses nothing when its listening connection is cut off", async () => {
    const streamId = randomUUID();
    const { hub, up } = startHub();
    await up;
    const got = collect(hub, streamId, 0, 30);
    await write(streamId, 10);
    const cut = await query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'countersign-listen' and datname = current_database()`,
    );
    expect(cut.length).toBeGreaterThan(0);
    await write(streamId, 20);
    expect(await got).toEqual(upTo(0, 30));
  });
});
