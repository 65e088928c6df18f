import { showExpected } from "@/lib/probe/assertion";
import type { Assertion } from "@/lib/probe/assertion-shape";
import { judgeAssertion, measuredNumber } from "@/lib/probe/judge";
import { decide, nearestRank } from "@/lib/probe/percentile";
import { showQuantity } from "@/lib/probe/quantity";
import type { JudgedAssertion, ProbeFigure } from "@/lib/probe/schema";

/** What the times of many requests say. `sorted`: milliseconds, and infinity for a request that got no good answer. */

/** `p99.9` → 999; null for what is no percentile. */
export function tenthsOf({ subject }: Assertion): number | null {
  return /^p\d/.test(subject.name) ? Math.round(Number(subject.name.slice(1)) * 10) : null;
}

/**
 * `whole`: none of the requests is missing. `max` and `errors` speak of all that were asked for: fewer can contradict
 * them, not prove them.
 */
export function judgeTimes(
  assertion: Assertion,
  sorted: number[],
  whole: boolean,
): JudgedAssertion {
  if (assertion.subject.name !== "errors") return judgeBound(assertion, sorted, whole);
  const failed = sorted.filter((ms) => !Number.isFinite(ms)).length;
  const found = measuredNumber(failed, `${failed} of ${sorted.length}`);
  const judged = judgeAssertion(assertion, found);
  const { op, bound } = assertion;
  const tooMany = ["<", "<=", "=="].includes(op) && bound.type === "number" && failed > bound.value;
  return whole || (tooMany && judged.verdict === "fail") ? judged : { ...judged, ...missing };
}

const missing = { verdict: "inconclusive", unmeasured: "not-received" } as const;

function judgeBound(assertion: Assertion, sorted: number[], whole: boolean): JudgedAssertion {
  const { text, op, bound } = assertion;
  if (bound.type !== "number") throw new Error("a time is compared with a number only");
  const tenths = tenthsOf(assertion) ?? 1000;
  const over = sorted.filter((ms) => (op === "<" ? ms >= bound.value : ms > bound.value)).length;
  const n = sorted.length;
  const base = {
    text,
    expected: showExpected(assertion),
    actual: n === 0 ? null : shown(nearestRank(sorted, tenths)),
    raw: `${over} of ${n} over`,
    unmeasured: null,
  };
  if (tenths === 1000) {
    if (over > 0) return { ...base, verdict: "fail" };
    return whole ? { ...base, verdict: "pass" } : { ...base, ...missing };
  }
  const decision = decide(n, over, tenths);
  if (typeof decision === "string") return { ...base, verdict: decision };
  const params = { n, over, need: decision.need ?? 0 };
  return { ...base, verdict: "inconclusive", unmeasured: "too-few", params };
}

const shown = (ms: number) => (Number.isFinite(ms) ? showQuantity(ms, "ms") : "error");

export function latencyFigures(assertions: Assertion[], sorted: number[]): ProbeFigure[] {
  const asked = assertions.filter((line) => tenthsOf(line) !== null);
  const names = new Set(["p50", "p95", ...asked.map(({ subject }) => subject.name)]);
  const times = [...names].map((name) => ({
    name,
    ms: nearestRank(sorted, Math.round(Number(name.slice(1)) * 10)),
  }));
  const largest = { name: "max", ms: sorted.at(-1) ?? Number.POSITIVE_INFINITY };
  const figures = [...times, largest].map(
    ({ name, ms }): ProbeFigure =>
      Number.isFinite(ms) ? { name, value: ms, unit: "ms" } : { name, value: "error", unit: "" },
  );
  const errors = sorted.filter((ms) => !Number.isFinite(ms)).length;
  const requests: ProbeFigure = { name: "requests", value: sorted.length, unit: "count" };
  return [...figures, requests, { name: "errors", value: errors, unit: "count" }];
}
