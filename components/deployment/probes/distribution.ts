import { percentOf, readAmount, readAsked } from "@/components/deployment/probes/asked";
import { saidLine } from "@/lib/probe/said-line";
import type { JudgedAssertion } from "@/lib/probe/schema";

export type Bin = { count: number; over: boolean };
export type Distribution = {
  bins: Bin[];
  /** Right end of the last bin, milliseconds. */
  toMs: number;
  boundMs: number | null;
  /** Requests that got no answer that counts. */
  lost: number;
  /** Nearest rank over the requests that counted. */
  at: { percent: number; ms: number }[];
};

const binCount = 32;

/** The lowest bound that a line puts on the time of a request. */
export function boundOf(assertions: readonly JudgedAssertion[]): number | null {
  const bounds = assertions.flatMap(({ text, expected }) => {
    const { subject } = saidLine(text);
    const amount = readAmount(readAsked(expected)?.value ?? "");
    const about = subject === "max" || percentOf(subject) !== null;
    return about && amount?.unit === "ms" ? [amount.value] : [];
  });
  return bounds.length > 0 ? Math.min(...bounds) : null;
}

/** Times of requests in equal bins from 0 on, wide enough to show the bound; null without any. */
export function distribute(
  samples: readonly (number | null)[],
  boundMs: number | null,
): Distribution | null {
  const sorted = samples.filter((ms) => ms !== null).sort((a, b) => a - b);
  const slowest = sorted.at(-1);
  if (slowest === undefined) return null;
  const toMs = Math.max(slowest, (boundMs ?? 0) * 1.1, 0.001);
  const counts = Array.from({ length: binCount }, () => 0);
  for (const ms of sorted) {
    const bin = Math.min(binCount - 1, Math.floor((ms / toMs) * binCount));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const bins = counts.map((count, bin) => ({
    count,
    over: boundMs !== null && (bin / binCount) * toMs >= boundMs,
  }));
  const rank = (percent: number) => sorted[Math.ceil((percent / 100) * sorted.length) - 1];
  const at = [50, 95, 99, 100].map((percent) => ({ percent, ms: rank(percent) ?? slowest }));
  return { bins, toMs, boundMs, lost: samples.length - sorted.length, at };
}
