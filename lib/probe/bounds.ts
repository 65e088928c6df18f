import type { ProbeReason } from "@/lib/probe/schema";

/** Ends an attempt early with a reason. Never leaves the engine: the reach turns it into a trace. */
export class ProbeProblem extends Error {
  readonly reason: ProbeReason;

  constructor(code: ProbeReason["code"], params: ProbeReason["params"] = {}) {
    // Made ahead for every wait, and never shown: a stack would cost more than the rest of it.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(code);
    Error.stackTraceLimit = limit;
    this.name = "ProbeProblem";
    this.reason = { code, params };
  }
}

/** How long an attempt may take, and who may stop it. `deadline` is a time of `performance.now()`. */
export type Budget = { deadline: number; signal: AbortSignal };

export const remainingMs = ({ deadline }: Budget) => Math.max(0, deadline - performance.now());

type Settle<T> = { resolve(value: T): void; reject(error: unknown): void };

/**
 * Waits for what `start` sets going, at most `ms` and never past the budget. `start` returns what
 * has to be done when nobody waits any more.
 */
export function waitFor<T>(
  budget: Budget,
  ms: number,
  late: ProbeProblem,
  start: (settle: Settle<T>) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let abandon: () => void = () => undefined;
    const finish = (end: () => void) => {
      clearTimeout(timer);
      budget.signal.removeEventListener("abort", cancel);
      end();
    };
    const giveUp = (problem: ProbeProblem) =>
      finish(() => {
        reject(problem);
        abandon();
      });
    const cancel = () => giveUp(new ProbeProblem("cancelled"));
    const timer = setTimeout(() => giveUp(late), Math.min(ms, remainingMs(budget)));
    if (budget.signal.aborted) return cancel();
    budget.signal.addEventListener("abort", cancel, { once: true });
    abandon = start({
      resolve: (value) => finish(() => resolve(value)),
      reject: (error) => finish(() => reject(error)),
    });
  });
}

/** The system's own name for an error, such as `ECONNREFUSED`; never its message, which may quote data. */
export function errorCode(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
  return error instanceof Error ? error.name : "unknown";
}
