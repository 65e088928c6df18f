import { endedRounds, settledResult, withRound } from "@/lib/probe/round-log";
import type { ProbeResult, Round, Verdict } from "@/lib/probe/schema";
import type { Stability } from "@/lib/probe/stability";

/**
 * Measures in this process until the verdict is settled, for who waits for it: the worker takes a
 * measurement at a time. `wait` ends early when the run is cancelled, which leaves it inconclusive.
 */
export async function measureRounds(
  stability: Stability,
  signal: AbortSignal,
  io: {
    measure(): Promise<ProbeResult>;
    wait(ms: number): Promise<void>;
    onRound(done: number, verdict: Verdict): void;
  },
): Promise<ProbeResult> {
  const started = performance.now();
  for (let rounds: Round[] = []; ; ) {
    const last = await io.measure();
    // What was cut short is no measurement, and settles nothing.
    if (last.reason.code === "cancelled") return endedRounds("cancelled", rounds, new Date());
    rounds = withRound(rounds, last);
    io.onRound(rounds.length, last.verdict);
    const settled = settledResult(stability, rounds);
    if (settled !== null) return settled;
    await io.wait(started + rounds.length * stability.everyMs - performance.now());
    if (signal.aborted) return endedRounds("cancelled", rounds, new Date());
  }
}
