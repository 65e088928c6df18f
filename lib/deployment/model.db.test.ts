import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { makePeople } from "@/lib/testing/model/cast";
import { onDeployments, onPeople } from "@/lib/testing/model/commands";
import { follow } from "@/lib/testing/model/covers";
import { newModel } from "@/lib/testing/model/model";
import { type Outline, signed, unsigned } from "@/lib/testing/model/outline";
import { leave, makeReal } from "@/lib/testing/model/real";
import { expectSame } from "@/lib/testing/model/same";
import { sequences } from "@/lib/testing/model/sequences";
import "@/lib/testing/fast-check";
import { expectSignaturesHold } from "@/lib/testing/signatures-hold";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let cast: Awaited<ReturnType<typeof makePeople>>;
beforeAll(async () => {
  cast = await makePeople();
});

const day = 86_400_000;
/** Whole days, so that the minutes in the words of a signature fall alike each time. */
let now = Math.ceil(Date.now() / day) * day;
afterEach(() => {
  vi.useRealTimers();
});

const fuzz = Number(process.env.FUZZ);
const longest = 50;
/** Milliseconds for each checklist; one in four is needed. */
const limit = fuzz > 0 ? 1_800_000 : 240_000;

/** Against a real database: fewer runs than of what is pure. */
async function holds(outline: Outline, runs: number): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { beginning, commands } = sequences(outline === signed, longest);
  await fc.assert(
    fc.asyncProperty(beginning, commands, async (first, then) => {
      // The next sequence begins when the last is long over: what people did in it is before its deployment was made.
      now += 100 * day;
      const model = newModel(outline, now);
      follow(model);
      const real = await makeReal(cast, outline, now);
      await expectSame(model, real);
      for (const command of first) await command.run(model, real);
      await fc.asyncModelRun(() => ({ model, real }), then);
      await expectSignaturesHold(real.id);
      await leave(model, real);
    }),
    {
      numRuns: fuzz > 0 ? fuzz : runs,
      // Shrinking a long sequence takes its time: what was found is told before that of the test is over.
      ...{ interruptAfterTimeLimit: limit, markInterruptAsFailure: true },
    },
  );
}

describe("any sequence of commands", () => {
  it(
    "is allowed and refused, and ends, as the rules are written, whether or not anybody signs",
    async () => {
      await holds(signed, 160);
      await holds(unsigned, 35);
      // The same draws each time: that each command had its turn is no luck. A few new ones may miss some.
      if (fuzz > 0) return;
      const never = [...onDeployments, ...onPeople].filter((name) => !cast.allowed.has(name));
      expect(never, "commands that never did anything").toEqual([]);
    },
    2 * limit + 60_000,
  );
});
