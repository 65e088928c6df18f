import { setTimeout as delay } from "node:timers/promises";
import type { Measurement } from "@/lib/probe/kind";
import { readDurationMs } from "@/lib/probe/quantity";
import type { ProbeReason } from "@/lib/probe/schema";
import type { ProbeSpec } from "@/lib/probe/spec";

/** What was tried, in order; the last one decides. */
export type Tried = { before: Measurement[]; last: Measurement };

/** The way failed, not the target's answer: these may be tried again. */
const transport: readonly ProbeReason["code"][] = [
  "connection-refused",
  "connection-closed",
  "connect-timeout",
  "dns-timeout",
  "name-unresolved",
  "unreachable",
];

const unlessGiven = 1;
const firstPauseMs = 100;
const leastMs = 50;

/**
 * Measures, and again after a transport error: at most `retries` times more, after a jittered pause, and never
 * beyond the spec's time. An assertion that was contradicted is never measured again.
 */
export async function attempts(
  spec: ProbeSpec,
  signal: AbortSignal,
  measure: (spec: ProbeSpec) => Promise<Measurement>,
): Promise<Tried> {
  const wholeMs = readDurationMs(spec.timeout) ?? 0;
  const deadline = performance.now() + wholeMs;
  const before: Measurement[] = [];
  // A POST that was cut off may have been carried out: it is sent again only when the spec says so.
  const sendsOnce = "method" in spec && spec.method === "POST";
  for (let left = spec.retries ?? (sendsOnce ? 0 : unlessGiven); ; left -= 1) {
    const leftMs = Math.floor(deadline - performance.now());
    const last = await measure(before.length === 0 ? spec : { ...spec, timeout: `${leftMs}ms` });
    const pauseMs = firstPauseMs * 2 ** before.length * (0.5 + Math.random());
    const again =
      left > 0 &&
      mayRetry(last) &&
      deadline - performance.now() - pauseMs > leastMs &&
      !signal.aborted;
    if (!again) return { before, last };
    before.push(last);
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

function mayRetry({ trace, judgement }: Measurement): boolean {
  const contradicted = judgement.assertions.some(({ verdict }) => verdict === "fail");
  return trace.problem !== null && transport.includes(trace.problem.code) && !contradicted;
}
