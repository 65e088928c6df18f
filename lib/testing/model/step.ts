import type fc from "fast-check";
import { expect } from "vitest";
import type { Done } from "@/lib/command/transact";
import { AppError } from "@/lib/core/errors";
import { lastNumber } from "@/lib/log/read";
import { follow } from "@/lib/testing/model/covers";
import type { Model } from "@/lib/testing/model/model";
import type { Real } from "@/lib/testing/model/real";
import { expectSame } from "@/lib/testing/model/same";

/** One command: what the model says of it, what it does to the model, and the command itself. */
export type Step = {
  what: string;
  /** Codes that may be told, none: allowed; "nothing": allowed, and there is nothing to do. */
  judge(model: Model): string[] | "nothing";
  apply(model: Model): void;
  act(real: Real): Promise<Done<unknown>>;
};

type Told = { events: number } | { code: string };

async function told(work: Promise<Done<unknown>>): Promise<Told> {
  try {
    return { events: (await work).events.length };
  } catch (error) {
    if (error instanceof AppError) return { code: error.reason.code };
    throw error;
  }
}

/** `choose` looks at the model first: so a sequence can be led to places that chance alone seldom finds. */
export function asCommand(
  name: string,
  choose: (model: Model) => Step,
): fc.AsyncCommand<Model, Real> {
  let what = name;
  return {
    check: () => true,
    toString: () => what,
    async run(model, real) {
      const step = choose(model);
      what = step.what;
      const expected = step.judge(model);
      const before = await lastNumber(real.id);
      const answer = await told(step.act(real));
      const wrote = (await lastNumber(real.id)) - before;
      if (expected === "nothing") expect(answer, what).toEqual({ events: 0 });
      else if (expected.length > 0) expect(expected, what).toContain(codeOf(answer));
      else expect(answer, what).toEqual({ events: wrote });
      const allowed = expected !== "nothing" && expected.length === 0;
      expect(wrote > 0, `${what}: whether it was written`).toBe(allowed);
      if (allowed) {
        step.apply(model);
        follow(model);
      }
      await expectSame(model, real);
    },
  };
}

const codeOf = (answer: Told): string => ("code" in answer ? answer.code : "allowed");
