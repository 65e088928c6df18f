import { movedSince } from "@/lib/deployment/out-of-date";
import type { Taken } from "@/lib/probe/places";
import {
  asksAnother,
  endedRounds,
  missedRounds,
  settledResult,
  withRound,
} from "@/lib/probe/round-log";
import type { ProbeResult, Round } from "@/lib/probe/schema";
import { readStability, type Stability } from "@/lib/probe/stability";

/** What `for:` in a stored spec asks; null when there is none. */
export function stabilityOf(spec: unknown): Stability | null {
  const text: unknown = typeof spec === "object" && spec ? Reflect.get(spec, "for") : null;
  return typeof text === "string" ? readStability(text) : null;
}

/** How the taking of a run ends: with a verdict, or with the measurements so far and the time of the next one. */
export type Outcome = { result: ProbeResult } | { rounds: Round[]; dueAt: Date };

/** Makes the measurement that is due, unless those that were missed have settled the verdict already. */
export async function nextRound(
  run: Pick<Taken, "rounds" | "dueAt" | "takenAt">,
  stability: Stability,
  measure: () => Promise<ProbeResult>,
): Promise<Outcome> {
  const missed = missedRounds(stability, run.rounds, run.dueAt, run.takenAt);
  const before = [...run.rounds, ...missed];
  const settled = settledResult(stability, before);
  if (settled) return { result: settled };
  const measured = await measure();
  const rounds = withRound(before, measured);
  if (asksAnother(before, measured))
    return { result: endedRounds("target-changed", rounds, run.takenAt) };
  const result = settledResult(stability, rounds);
  if (result) return { result };
  const { everyMs } = stability;
  return { rounds, dueAt: new Date(run.dueAt.getTime() + (missed.length + 1) * everyMs) };
}

/**
 * Measures once, or makes the measurement that is due with `for:`. `filled`: what the spec's variables stand for now.
 * Ends a run whose earlier measurements were of another target: together they would be a verdict about neither.
 */
export async function outcomeOf(
  run: Pick<Taken, "rounds" | "dueAt" | "takenAt">,
  stability: Stability | null,
  filled: Record<string, string>,
  measure: () => Promise<ProbeResult>,
): Promise<Outcome> {
  if (!stability) return { result: await measure() };
  const before = run.rounds.findLast((round) => round.filled) ?? null;
  if (movedSince(filled, before).length > 0) {
    return { result: endedRounds("target-changed", run.rounds, run.takenAt) };
  }
  const outcome = await nextRound(run, stability, measure);
  if ("result" in outcome) return outcome;
  const { rounds, dueAt } = outcome;
  const last = rounds.length - 1;
  return { dueAt, rounds: rounds.map((round, at) => (at === last ? { ...round, filled } : round)) };
}
