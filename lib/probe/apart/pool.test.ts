import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { createPool, ThreadFailure } from "@/lib/probe/apart/pool";

/** A thread that does as it is told, also what no thread should. */
const source = `
const { parentPort, threadId } = require("node:worker_threads");
parentPort.on("message", ({ task, value }) => {
  if (task === "spin") for (;;);
  if (task === "fill") { const kept = []; for (;;) kept.push(new Array(1e5).fill(kept.length)); }
  if (task === "leave") process.exit(3);
  if (task === "throw") return parentPort.postMessage({ ok: false, error: new Error(value) });
  parentPort.postMessage({ ok: true, result: { value, threadId } });
});`;

const open = () =>
  new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 }, stderr: true });

const poolOf = (more: { most?: number; limitMs?: number; idleMs?: number } = {}) =>
  createPool({ open, most: 2, limitMs: 60_000, idleMs: 60_000, ...more });

const say = (value: number) => ({ task: "say", value });

describe("a pool of threads", () => {
  it("answers every job with its own result, in no more threads than it may have", async () => {
    const pool = poolOf();
    const asked = Array.from({ length: 40 }, (_, value) => pool.ask(say(value)));
    const answers = (await Promise.all(asked)) as { value: number; threadId: number }[];
    expect(answers.map(({ value }) => value)).toEqual(asked.map((_, value) => value));
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(2);
    expect(pool.size()).toBe(2);
  });

  it("gives what a job threw to the one who asked, and keeps the thread", async () => {
    const pool = poolOf({ most: 1 });
    const { threadId } = (await pool.ask(say(1))) as { threadId: number };
    await expect(pool.ask({ task: "throw", value: "no such kind" })).rejects.toThrow(
      "no such kind",
    );
    expect(await pool.ask(say(2))).toEqual({ value: 2, threadId });
  });

  it("tells the one whose job cannot be handed over, and answers the next", async () => {
    const pool = poolOf({ most: 1 });
    await expect(pool.ask({ task: "say", value: () => 1 })).rejects.toThrow(/could not be cloned/);
    expect(await pool.ask(say(2))).toMatchObject({ value: 2 });
    expect(pool.size()).toBe(1);
  });

  it.each([
    ["takes too long", "spin", "overran"],
    ["takes too much memory", "fill", "ended"],
    ["ends its thread", "leave", "ended"],
  ])(
    "tells the one whose job %s, and answers those behind it in a new thread",
    async (_, task, how) => {
      const pool = poolOf({ most: 1, ...(task === "spin" ? { limitMs: 1_000 } : {}) });
      const lost = pool.ask({ task });
      const behind = pool.ask(say(7));
      await expect(lost).rejects.toEqual(new ThreadFailure(how as "overran" | "ended"));
      await expect(lost).rejects.toMatchObject({ how });
      expect(await behind).toMatchObject({ value: 7 });
      expect(pool.size()).toBe(1);
    },
  );

  it("leaves the other thread to those beside a job that hangs", async () => {
    const pool = poolOf({ limitMs: 2_000 });
    let over = false;
    const hangs = pool.ask({ task: "spin" }).catch(() => {
      over = true;
    });
    for (let value = 0; value < 20; value += 1) await pool.ask(say(value));
    expect(over).toBe(false);
    await hangs;
  });

  it("lets a thread go that has nothing to do", async () => {
    const pool = poolOf({ idleMs: 10 });
    await pool.ask(say(1));
    await expect.poll(() => pool.size(), { timeout: 10_000 }).toBe(0);
    expect(await pool.ask(say(2))).toMatchObject({ value: 2 });
  });
});
