import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { transact } from "@/lib/command/transact";
import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { createHub, type Hub, parseNotice } from "@/lib/log/hub";
import { eventChannel, listen } from "@/lib/log/listen";
import { readEvents } from "@/lib/log/read";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

/** A hub with a listening connection of its own: what another server process has. */
async function startHub(): Promise<{ hub: Hub; ups(): number }> {
  const hub = createHub(readEvents);
  let ups = 0;
  await new Promise<void>((resolve) => {
    const stop = listen(env().DATABASE_DIRECT_URL, {
      onNotice(channel, payload) {
        const { streamId, number } = parseNotice(payload);
        if (channel === eventChannel) hub.notice(streamId, number);
      },
      onUp() {
        ups += 1;
        hub.catchUp();
        resolve();
      },
    });
    onTestFinished(stop);
  });
  return { hub, ups: () => ups };
}

/** Commands one after the other, some of several events; meanwhile `between` happens. */
async function write(streamId: string, upTo: number, between: () => void = () => {}) {
  for (let last = 0; last < upTo; ) {
    const count = Math.min(randomInt(1, 8), upTo - last);
    const event = { kind: "test.written", subject: {}, before: null, after: null };
    const { events } = await transact({
      caller: system("test"),
      stream: { kind: "installation", id: streamId },
      decide: ({ head }) => ({
        result: null,
        events: Array.from({ length: Math.min(count, upTo - head.last) }, () => event),
        rows: [],
      }),
    });
    last = events.at(-1)?.number ?? upTo;
    between();
  }
}

/** Resolves with all numbers as soon as `last` has come. */
function collect(hub: Hub, streamId: string, after: number, last: number): Promise<number[]> {
  const numbers: number[] = [];
  return new Promise((resolve) => {
    hub.subscribe(streamId, after, (event) => {
      numbers.push(event.number);
      if (event.number === last) resolve(numbers);
    });
  });
}

const numbers = (after: number, to: number) =>
  Array.from({ length: to - after }, (_, index) => after + 1 + index);

/** Ends connections of this test's database from outside, as a restart does. */
async function cutOff(applicationName: string): Promise<number> {
  const cut = await query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name like $1 and datname = current_database() and pid <> pg_backend_pid()`,
    [applicationName],
  );
  return cut.length;
}

describe("a stream", () => {
  it("gives every reader of two server processes each of 1,000 events once, in order, wherever it joined", async () => {
    const streamId = randomUUID();
    const hubs = (await Promise.all([startHub(), startHub()])).map(({ hub }) => hub);
    let known = 0;
    const readers: { after: number; got: Promise<number[]> }[] = [];
    const join = () => {
      for (const hub of hubs) {
        const after = randomInt(0, known + 1);
        readers.push({ after, got: collect(hub, streamId, after, 1_000) });
      }
    };
    await write(streamId, 1_000, () => {
      known += 1; // at least one event a command
      if (known % 3 === 0) join();
    });
    join();
    expect(readers.length).toBeGreaterThan(100);
    for (const { after, got } of readers) expect(await got).toEqual(numbers(after, 1_000));
  });

  it("misses nothing when its listening connection is cut off, again and again", async () => {
    const streamId = randomUUID();
    const { hub, ups } = await startHub();
    const got = collect(hub, streamId, 0, 60);
    const cuts: Promise<number>[] = [];
    let commands = 0;
    await write(streamId, 60, () => {
      commands += 1;
      if (commands % 3 === 0) cuts.push(cutOff("countersign-listen"));
    });
    const cut = (await Promise.all(cuts)).reduce((sum, count) => sum + count, 0);
    expect(cut).toBeGreaterThan(0);
    expect(await got).toEqual(numbers(0, 60));
    // Asked until it holds: what was written may be read before the loss of the connection is noticed.
    await expect.poll(ups, { timeout: 10_000 }).toBeGreaterThan(1);
  });

  it("misses nothing when every connection of the process is cut off", async () => {
    const streamId = randomUUID();
    const { hub } = await startHub();
    const got = collect(hub, streamId, 0, 20);
    await write(streamId, 10);
    await cutOff("countersign%");
    // The writer's connections are cut as well: it tries until it has new ones.
    await vi.waitFor(() => write(streamId, 20));
    expect(await got).toEqual(numbers(0, 20));
  });
});
