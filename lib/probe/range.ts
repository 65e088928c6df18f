import { showExpected } from "@/lib/probe/assertion";
import type { Assertion } from "@/lib/probe/assertion-shape";
import { judgeAssertion, measuredNumber } from "@/lib/probe/judge";
import { baseOf, showQuantity, toBase } from "@/lib/probe/quantity";
import type { JudgedAssertion, ProbeFigure, Unit } from "@/lib/probe/schema";

/** A value of which two edges are known: a quantile lies in a bucket, a rate depends on when exactly was looked. */
export type Range = {
  low: number;
  high: number;
  /** False: above `low`, not at it. At `high` it always may be. */
  lowIncluded: boolean;
  /** What it was made of, as it came. */
  raw: string;
};

export const exactly = (value: number, raw: string): Range => ({
  low: value,
  high: value,
  lowIncluded: true,
  raw,
});

const isExact = ({ low, high }: Range) => Object.is(low, high);
const longestRaw = 256;

/** Pass when every value of the range holds, fail when none does; else inconclusive, naming the edges. */
export function judgeRange(assertion: Assertion, range: Range): JudgedAssertion {
  if (isExact(range)) return judgeAssertion(assertion, measuredNumber(range.low, range.raw));
  const { bound } = assertion;
  const base = {
    text: assertion.text,
    expected: showExpected(assertion),
    raw: range.raw.slice(0, longestRaw),
  };
  if (bound.type !== "number")
    return { ...base, actual: null, verdict: "inconclusive", unmeasured: "wrong-type" };
  const edges = converted(range, bound.unit === "" ? null : assertion.measuredIn);
  const actual = showEdges(edges, bound.unit);
  const holds = holdsFor(assertion.op, edges, bound.value);
  return holds === null
    ? { ...base, actual, verdict: "inconclusive", unmeasured: "between" }
    : { ...base, actual, verdict: holds ? "pass" : "fail", unmeasured: null };
}

/** An exact value as a number in its base unit, another as its edges in words; null for what is no figure. */
export function figureOf({ subject, measuredIn }: Assertion, range: Range): ProbeFigure | null {
  const known = measuredIn === null ? null : baseOf(measuredIn);
  const edges = converted(range, known === null ? null : measuredIn);
  const unit = known ?? "";
  const value = isExact(range) ? "" : showEdges(edges, unit);
  if (value !== "") return { name: subject.name, value, unit: "" };
  return Number.isFinite(edges.low) ? { name: subject.name, value: edges.low, unit } : null;
}

function converted(range: Range, unit: string | null): Range {
  const convert = (value: number) =>
    unit === null || !Number.isFinite(value)
      ? value
      : (toBase(String(value), unit)?.value ?? value);
  return { ...range, low: convert(range.low), high: convert(range.high) };
}

/** `> 250 ms, ≤ 500 ms`; an edge that is infinite is none. */
function showEdges({ low, high, lowIncluded }: Range, unit: Unit): string {
  const show = (value: number) => showQuantity(Number(value.toPrecision(6)), unit);
  const above = low === -Infinity ? [] : [`${lowIncluded ? "≥" : ">"} ${show(low)}`];
  const below = high === Infinity ? [] : [`≤ ${show(high)}`];
  return [...above, ...below].join(", ");
}

/** Null when some of the range holds and some does not. */
function holdsFor(op: Assertion["op"], range: Range, bound: number): boolean | null {
  const { low, high, lowIncluded } = range;
  const allAbove = lowIncluded ? low > bound : low >= bound;
  const decide = (all: boolean, none: boolean) => (all ? true : none ? false : null);
  switch (op) {
    case "<":
      return decide(high < bound, low >= bound);
    case "<=":
      return decide(high <= bound, allAbove);
    case ">":
      return decide(allAbove, high <= bound);
    case ">=":
      return decide(low >= bound, high < bound);
    case "==":
      return decide(false, allAbove || high < bound);
    case "!=":
      return decide(allAbove || high < bound, false);
    case "contains":
      throw new Error("the parser lets no number be contained");
  }
}
