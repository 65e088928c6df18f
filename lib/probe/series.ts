import type { Aggregate, Assertion, LabelMatch } from "@/lib/probe/assertion-shape";
import { exactSum } from "@/lib/probe/exact-sum";
import { labelKey } from "@/lib/probe/exposition";
import { judgeAssertion } from "@/lib/probe/judge";
import { figureOf, judgeRange, type Range } from "@/lib/probe/range";
import type { JudgedAssertion, ProbeFigure, UnmeasuredCode } from "@/lib/probe/schema";

/** Several series where one line asks: how they count. */

/** What was found for one series: its value, or why there is none. */
export type Found = Range | { code: UnmeasuredCode; raw: string | null };

export type Series = { labels: ReadonlyMap<string, string>; found: Found };

type Judged = { judged: JudgedAssertion; figure: ProbeFigure | null };

/** A label that is not there counts as empty, as Prometheus has it. */
export const fits = (labels: ReadonlyMap<string, string>, matches: readonly LabelMatch[]) =>
  matches.every(({ name, value, equal }) => ((labels.get(name) ?? "") === value) === equal);

export function judgeSeries(assertion: Assertion, series: readonly Series[]): Judged {
  const { aggregate } = assertion;
  const [first] = series;
  if (first === undefined) return judgeOne(assertion, { code: "missing", raw: null });
  if (aggregate === "single" && series.length > 1)
    return judgeOne(assertion, { code: "several", raw: `${series.length} series` });
  // One series twice cannot be told from two: the format leaves open which one counts.
  if (new Set(series.map(({ labels }) => labelKey(labels))).size !== series.length)
    return judgeOne(assertion, { code: "several", raw: "the same series twice" });
  if (aggregate === "single") return judgeOne(assertion, first.found);
  if (aggregate === "all" || aggregate === "any") return judgeEach(assertion, series);
  return judgeOne(assertion, combine(aggregate, series));
}

function judgeOne(assertion: Assertion, found: Found): Judged {
  if ("code" in found)
    return { judged: judgeAssertion(assertion, { type: "none", ...found }), figure: null };
  return { judged: judgeRange(assertion, found), figure: figureOf(assertion, found) };
}

/** The series that decides: the first that contradicts `all`, the first that satisfies `any`. */
function judgeEach(assertion: Assertion, series: readonly Series[]): Judged {
  const wanted = assertion.aggregate === "all" ? "fail" : "pass";
  let fallback: Judged | null = null;
  for (const { found } of series) {
    const one = judgeOne(assertion, found);
    if (one.judged.verdict === wanted) return one;
    const open = one.judged.verdict === "inconclusive";
    if (fallback === null || (open && fallback.judged.verdict !== "inconclusive")) fallback = one;
  }
  if (fallback === null) throw new Error("judged without a series");
  return fallback;
}

/** One series that was not measured leaves all of them unmeasured. */
function combine(
  aggregate: Exclude<Aggregate, "single" | "all" | "any">,
  series: readonly Series[],
): Found {
  const raw = series.map(({ found }) => found.raw ?? "").join(", ");
  const ranges: Range[] = [];
  for (const { found } of series) {
    if ("code" in found) return { code: found.code, raw };
    if (!Number.isFinite(found.low) && Object.is(found.low, found.high))
      return { code: "nan", raw };
    ranges.push(found);
  }
  const lows = ranges.map(({ low }) => low);
  const highs = ranges.map(({ high }) => high);
  if (aggregate === "sum") {
    const lowIncluded = ranges.every((range) => range.lowIncluded);
    return { low: exactSum(lows), high: exactSum(highs), lowIncluded, raw };
  }
  const best = (values: number[]) =>
    values.reduce((a, b) => (aggregate === "max" ? Math.max(a, b) : Math.min(a, b)));
  const low = best(lows);
  const tied = ranges.filter((range) => range.low === low);
  const included = (range: Range) => range.lowIncluded;
  const lowIncluded = aggregate === "max" ? tied.every(included) : tied.some(included);
  return { low, high: best(highs), lowIncluded, raw };
}
