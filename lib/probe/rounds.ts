import type { ProbeResult } from "@/lib/probe/schema";
import { type Stability, settleRounds } from "@/lib/probe/stability";

/**
 * Measures until the verdict is settled, and gives the measurement that shows why: the last one with
 * that verdict. Without a stability, one measurement. `wait` ends early when the run is cancelled.
 */
export async function measureRounds(
  stability: Stability | null,
  signal: AbortSignal,
  io: {
    measure(): Promise<ProbeResult>;
    wait(ms: number): Promise<void>;
    onRound(done: number, result: ProbeResult): void;
  },
): Promise<ProbeResult> {
  if (stability === null) return io.measure();
  const results: ProbeResult[] = [];
  const started = performance.now();
  for (;;) {
    const last = await io.measure();
    results.push(last);
    io.onRound(results.length, last);
    const settled = settleRounds(
      stability,
      results.map(({ verdict }) => verdict),
    );
    const showing = results.findLast(({ verdict }) => verdict === settled);
    if (showing !== undefined && !(signal.aborted && settled !== "pass")) return showing;
    if (!signal.aborted)
      await io.wait(started + results.length * stability.everyMs - performance.now());
    if (signal.aborted) return cancelled(last);
  }
}

/** Stopped before it was settled: the measurements so far prove nothing. */
function cancelled(last: ProbeResult): ProbeResult {
  return { ...last, verdict: "inconclusive", reason: { code: "cancelled", params: {} } };
}
