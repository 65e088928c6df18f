import type fc from "fast-check";
import { expect, vi } from "vitest";
import type { Done } from "@/lib/command/transact";
import { AppError } from "@/lib/core/errors";
import { lastNumber } from "@/lib/log/read";
import { type CommandName, onPeople } from "@/lib/testing/model/commands";
import { expire, follow } from "@/lib/testing/model/covers";
import type { Model } from "@/lib/testing/model/model";
import type { Real } from "@/lib/testing/model/real";
import { expectSame } from "@/lib/testing/model/same";

/** One command: what the model says of it, what it does to the model, and the command itself. */
export type Step = {
  what: string;
  /** Null: no command, something that is read or that happens. */
  command: CommandName | null;
  /** Milliseconds that pass before it. */
  after?: number;
  /** Codes that may be told, none: allowed; "nothing": allowed, and there is nothing to do. */
  judge(model: Model): string[] | "nothing";
  apply(model: Model): void;
  /** Null: it does not tell what it wrote. */
  act(real: Real): Promise<Done<unknown> | null>;
};

type Told = { events: number | null } | { code: string };

async function told(work: Promise<Done<unknown> | null>): Promise<Told> {
  try {
    return { events: (await work)?.events.length ?? null };
  } catch (error) {
    if (error instanceof AppError) return { code: error.reason.code };
    throw error;
  }
}

/** A copy in which what is over has ended, and how many signatures that were. */
function afterAll({ outline, ...rest }: Model): { ahead: Model; ended: number } {
  const ahead = { outline, ...structuredClone(rest) };
  return { ahead, ended: expire(ahead) };
}

const aMoment = 1_000;

/**
 * `choose` looks at the model first: so a sequence can be led to places that chance alone seldom finds. Before a command
 * on the deployment does anything, what is over ends: written with it, or, when it is refused, not at all.
 */
export function asCommand(
  name: string,
  choose: (model: Model) => Step,
): fc.AsyncCommand<Model, Real> {
  let what = name;
  return {
    check: () => true,
    toString: () => what,
    async run(model, real) {
      model.now += aMoment;
      vi.setSystemTime(model.now);
      const step = choose(afterAll(model).ahead);
      what = step.what;
      model.now += step.after ?? 0;
      vi.setSystemTime(model.now);
      const { ahead, ended } = afterAll(model);
      const here = isHere(step);
      const expected = step.judge(here ? ahead : model);
      const before = await lastNumber(real.id);
      const answer = await told(step.act(real));
      const wrote = (await lastNumber(real.id)) - before;
      const refused = expected !== "nothing" && expected.length > 0;
      const allowed = expected !== "nothing" && !refused;
      if (refused) expect(expected, what).toContain(codeOf(answer));
      else expectTold(answer, { wrote, here, allowed }, what);
      const writes = here && !refused && (allowed || ended > 0);
      expect(wrote > 0, `${what}: whether it was written`).toBe(writes);
      if (here && !refused) Object.assign(model, ahead);
      if (allowed) {
        step.apply(model);
        if (here) follow(model);
        if (step.command) real.allowed.add(step.command);
      }
      if (ended > 0 && step.command === "expireSignatures") {
        real.allowed.add(step.command);
      }
      await expectSame(model, real, wrote > 0);
    },
  };
}

/** Whether it is a command on the deployment: others have logs of their own. */
const isHere = ({ command }: Step): boolean => command !== null && !ofPeople.has(command);
const ofPeople: ReadonlySet<CommandName> = new Set(onPeople);

type Expected = { wrote: number; here: boolean; allowed: boolean };

function expectTold(answer: Told, { wrote, here, allowed }: Expected, what: string): void {
  expect(answer, what).toHaveProperty("events");
  if (!("events" in answer) || answer.events === null) return;
  if (here) expect(answer.events, what).toBe(wrote);
  else expect(answer.events > 0, what).toBe(allowed);
}

const codeOf = (answer: Told): string => ("code" in answer ? answer.code : "allowed");
