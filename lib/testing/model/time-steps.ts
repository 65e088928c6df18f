import { expireIn, expireOverdue } from "@/lib/sign-off/expiry-commands";
import { remindOverdue } from "@/lib/sign-off/request-commands";
import { againstTurn, freshMs } from "@/lib/testing/model/against";
import { waits } from "@/lib/testing/model/ask-steps";
import { isOver, type Model, type Request, stands } from "@/lib/testing/model/model";
import { approvedBy, deployedBy } from "@/lib/testing/model/outline";
import type { Step } from "@/lib/testing/model/step";

/** Time goes on, and the worker does what has become due. */

export function laterStep(minutes: number): Step {
  return {
    what: `${minutes} minutes later`,
    command: null,
    judge: () => [],
    apply(model) {
      model.now += minutes * 60_000;
    },
    act: async () => null,
  };
}

/** Whatever command comes ends what is over; this one does nothing else. `alone`: by its job, else by the look at all. */
export function expireStep(alone: boolean, after: number): Step {
  return {
    what: "the worker ends what is over",
    command: "expireSignatures",
    after,
    judge: () => "nothing",
    apply: () => undefined,
    async act(real) {
      await (alone ? expireIn(real.id) : expireOverdue());
      return null;
    },
  };
}

/** Whether it could be answered now: nobody is reminded of what waits for others. */
export function isTurn(model: Model, signOff: string): boolean {
  const answer = model.answers[signOff];
  if (isOver(model) || stands(model, signOff) || answer?.signed === false) return false;
  if (answer?.suspended && !answer.expired) return true;
  const early = model.closing !== null && model.closing.outcome !== "success";
  if (signOff === approvedBy && early) return stands(model, deployedBy);
  return againstTurn(model, signOff).length === 0;
}

/** Until the first of these moments that is still to come, in milliseconds; 0: there is none. */
function until({ now }: Model, moments: readonly (number | null)[]): number {
  const first = Math.min(...moments.map((at) => at ?? 0).filter((at) => at > now));
  return Number.isFinite(first) ? first - now : 0;
}

export const untilSomeEnd = (model: Model): number =>
  until(
    model,
    Object.values(model.answers).map((answer) => answer.until),
  );

export const untilTooOld = (model: Model): number =>
  until(
    model,
    Object.values(model.probes).map(({ at }) => at && at + freshMs + 1),
  );

export const untilReminded = (model: Model): number =>
  until(
    model,
    model.asked.map(({ every, askedAt }) => every && askedAt + every * 60_000),
  );

const mostReminders = 8;

const toRemind = (model: Model): Request[] =>
  model.asked.filter((request) => {
    const { every, askedAt, automatic, signOff } = request;
    if (every === null || automatic >= mostReminders) return false;
    const due = askedAt + every * 60_000 <= model.now;
    return due && waits(model, request) && isTurn(model, signOff);
  });

export const remindStep = (after: number): Step => ({
  what: "the worker reminds",
  command: "remindOfRequests",
  after,
  judge: (model) => (toRemind(model).length > 0 ? [] : "nothing"),
  apply(model) {
    for (const request of toRemind(model)) {
      request.askedAt = model.now;
      request.reminders += 1;
      request.automatic += 1;
    }
  },
  async act(real) {
    // Every minute both come by: of a signature that is over only what is written makes its request wait again.
    await expireIn(real.id);
    await remindOverdue();
    return null;
  },
});
