import { emptyEvidence } from "@/lib/probe/evidence";
import type { Evidence, ProbeReason, ProbeResult, Round } from "@/lib/probe/schema";
import { type Stability, settleRounds } from "@/lib/probe/stability";

/** The measurements of a run with `for:`, one after the other, and the verdict that they come to. Pure. */

/** Whole evidence is kept of as many that did not pass, beside the last ones. */
const keptWhole = 8;

/** Adds a measurement. Of those in the middle only the outcome stays, so that a soak of hours stays small. */
export function withRound(rounds: readonly Round[], result: ProbeResult): Round[] {
  const { verdict, reason, figures, assertions, evidence } = result;
  const { startedAt, finishedAt } = evidence;
  const all = [
    ...rounds,
    { verdict, reason, figures, startedAt, finishedAt, assertions, evidence },
  ];
  const failing = all.filter((round) => round.verdict !== "pass" && round.evidence);
  const kept = new Set<Round | undefined>([
    ...failing.slice(0, keptWhole),
    failing.findLast((round) => round.verdict === "fail"),
    failing.at(-1),
    all.at(-1),
  ]);
  return all.map((round) => (kept.has(round) ? round : outcome(round)));
}

function outcome({ verdict, reason, figures, startedAt, finishedAt }: Round): Round {
  return { verdict, reason, figures, startedAt, finishedAt };
}

/** Delay that counts as none: the queue's own, and that of a busy host. */
const graceMs = 5_000;

/**
 * Measurements whose time went by while nobody measured, at the moment when the one that was due at `dueAt` begins.
 * They are not invented: each is a measurement that is missing.
 */
export function missedRounds(
  { rounds, everyMs }: Stability,
  done: readonly Round[],
  dueAt: Date,
  now: Date,
): Round[] {
  const lateMs = now.getTime() - dueAt.getTime();
  if (done.length === 0 || lateMs <= graceMs) return [];
  const count = Math.min(Math.floor(lateMs / everyMs), rounds - done.length);
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(dueAt.getTime() + index * everyMs).toISOString();
    const times = { startedAt: at, finishedAt: at };
    return { verdict: "inconclusive", reason: missed(1), figures: [], ...times };
  });
}

const missed = (n: number): ProbeReason => ({ code: "rounds-missed", params: { n } });

/** The result once the verdict is settled, told by the measurement that shows why; null while it is open. */
export function settledResult(stability: Stability, rounds: Round[]): ProbeResult | null {
  const verdict = settleRounds(
    stability,
    rounds.map((round) => round.verdict),
  );
  const showing = rounds.findLast((round) => round.verdict === verdict);
  if (verdict === null || !showing) return null;
  const { reason, figures, assertions, evidence } = showing;
  if (assertions && evidence) {
    const rest = rounds.map((round) => (round === showing ? outcome(round) : round));
    return { verdict, reason, figures, assertions, evidence, rounds: rest };
  }
  const n = rounds.filter((round) => round.reason.code === "rounds-missed").length;
  return unmeasured(missed(n), rounds, withoutMeasurement(rounds, new Date(showing.startedAt)));
}

/** What a run leaves behind that ends without a verdict: cancelled, or its target has changed. */
export function endedRounds(
  code: "cancelled" | "target-changed",
  rounds: Round[],
  now: Date,
): ProbeResult {
  return unmeasured({ code, params: {} }, rounds, withoutMeasurement(rounds, now));
}

/**
 * Whether a measurement was of another target than those before it: a variable had changed in between. Together they
 * would be a verdict about neither.
 */
export function asksAnother(before: readonly Round[], { evidence }: ProbeResult): boolean {
  const asked = before.findLast((round) => round.evidence?.specHash)?.evidence?.specHash;
  return asked != null && evidence.specHash !== null && evidence.specHash !== asked;
}

/** What was asked, and nothing that was seen. */
function withoutMeasurement(rounds: Round[], now: Date): Evidence {
  const last = rounds.findLast((round) => round.evidence)?.evidence;
  const { kind = null, spec = null, specHash = null } = last ?? {};
  return { ...emptyEvidence(now), kind, spec, specHash };
}

function unmeasured(reason: ProbeReason, rounds: Round[], evidence: Evidence): ProbeResult {
  return { verdict: "inconclusive", reason, assertions: [], figures: [], evidence, rounds };
}

/** When the last measurement of a result ended. */
export const finishedAt = ({ rounds, evidence }: ProbeResult): string =>
  rounds?.at(-1)?.finishedAt ?? evidence.finishedAt;
