import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogEvent } from "@/lib/log/event";
import { createHub, parseNotice } from "@/lib/log/hub";

const stream = { kind: "installation", id: "s" } as const;
const event = (number: number): LogEvent => ({
  ...{ v: 1, stream, number, at: "", kind: "test.written", subject: {}, before: null, after: null },
  ...{ actor: { kind: "system", name: "test" }, via: "job", prev: "" },
});

/** A log that grows, read in answers that come when the test lets them. */
function growing() {
  let last = 0;
  const waiting: (() => void)[] = [];
  return {
    last: () => last,
    grow: (by: number) => {
      last += by;
    },
    read: async (_: string, after: number, limit: number): Promise<LogEvent[]> => {
      // As a database: what was there when it was asked, however late the answer comes.
      const count = Math.max(0, Math.min(limit, last - after));
      await new Promise<void>((resolve) => waiting.push(resolve));
      return Array.from({ length: count }, (_, index) => event(after + 1 + index));
    },
    answerOne: () => waiting.shift()?.(),
    waits: () => waiting.length > 0,
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

async function answerAll(log: ReturnType<typeof growing>): Promise<void> {
  for (await settled(); log.waits(); await settled()) log.answerOne();
}

const upTo = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + 1 + index);

/** Around the edges of what is kept in memory (200) and read at once (500), and anywhere. */
const size = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 197, max: 203 }),
  fc.integer({ min: 1, max: 1200 }),
);

/** What happens around a hub, in any order. */
const step = fc.oneof(
  fc.record({ do: fc.constant("write"), by: size }),
  fc.record({ do: fc.constant("join"), behind: fc.oneof(fc.constant(0), size) }),
  fc.record({ do: fc.constant("leave"), which: fc.nat(20) }),
  fc.record({ do: fc.constant("answer") }),
  fc.record({ do: fc.constant("answer all") }),
  fc.record({ do: fc.constant("lose notices"), by: size }),
);

type Reader = { after: number; got: number[]; stop: () => void; left: number | null };

describe("a hub", () => {
  it("gives each subscriber every event after its own once and in order, whatever races", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
        const log = growing();
        const hub = createHub(log.read);
        const readers: Reader[] = [];
        for (const one of steps) {
          if ("by" in one) log.grow(one.by);
          if (one.do === "write") hub.notice("s", log.last());
          if (one.do === "answer") log.answerOne();
          if ("behind" in one) {
            const after = Math.max(0, log.last() - one.behind);
            const got: number[] = [];
            const stop = hub.subscribe("s", after, ({ number }) => got.push(number));
            readers.push({ after, got, stop, left: null });
          }
          if ("which" in one) {
            const reader = readers[one.which];
            reader?.stop();
            if (reader) reader.left ??= reader.got.length;
          }
          if (one.do === "answer") await settled();
          if (one.do === "answer all") await answerAll(log);
        }
        if (steps.some((one) => one.do === "lose notices")) hub.catchUp();
        await answerAll(log);
        for (const { after, got, left } of readers) {
          expect(got).toEqual(upTo(after, after + (left ?? log.last() - after)));
        }
      }),
      { numRuns: 400 },
    );
  });

  it("is not led astray by a reader who claims a number that is not there yet", async () => {
    const log = growing();
    const hub = createHub(log.read);
    log.grow(5);
    hub.subscribe("s", 1_000_000, () => {});
    await answerAll(log);
    const got: number[] = [];
    hub.subscribe("s", 2, ({ number }) => got.push(number));
    await answerAll(log);
    log.grow(1);
    hub.notice("s", 6);
    await answerAll(log);
    expect(got).toEqual([3, 4, 5, 6]);
  });

  it("reads new events once for all its subscribers, and not at all for what it knows", async () => {
    const log = growing();
    let reads = 0;
    const hub = createHub((...args) => {
      reads += 1;
      return log.read(...args);
    });
    for (let i = 0; i < 50; i += 1) hub.subscribe("s", 0, () => {});
    await answerAll(log);
    log.grow(3);
    reads = 0;
    for (const number of [1, 2, 3]) hub.notice("s", number);
    await answerAll(log);
    expect(reads).toBeLessThanOrEqual(2);
    reads = 0;
    hub.notice("s", 3);
    await answerAll(log);
    expect(reads).toBe(0);
  });

  it("serves who comes back after a short loss from memory", async () => {
    const log = growing();
    const hub = createHub(log.read);
    log.grow(50);
    hub.subscribe("s", 0, () => {});
    await answerAll(log);
    const got: number[] = [];
    hub.subscribe("s", 40, ({ number }) => got.push(number));
    expect(got).toEqual(upTo(40, 50));
  });

  it("reads again when the database did not answer", async () => {
    let tries = 0;
    const hub = createHub(async (_, after) => {
      tries += 1;
      if (tries < 3) throw new Error("the database is restarting");
      return after === 0 ? [event(1)] : [];
    });
    const got = await new Promise((resolve) => hub.subscribe("s", 0, resolve));
    expect(got).toMatchObject({ number: 1 });
  });

  it("hands nothing to who has left, even in the middle of a batch", async () => {
    const log = growing();
    const hub = createHub(log.read);
    log.grow(10);
    const got: number[] = [];
    const stop = hub.subscribe("s", 0, ({ number }) => {
      got.push(number);
      if (number === 4) stop();
    });
    await answerAll(log);
    expect(got).toEqual([1, 2, 3, 4]);
  });
});

describe("a notice", () => {
  it("names the stream and its last number; a foreign one makes nobody read", () => {
    expect(parseNotice("a:b:12")).toEqual({ streamId: "a:b", number: 12 });
    expect(parseNotice("")).toEqual({ streamId: "", number: 0 });
    expect(parseNotice("rubbish")).toEqual({ streamId: "", number: 0 });
  });
});
