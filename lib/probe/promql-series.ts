import { labelKey } from "@/lib/probe/exposition";
import { readValue } from "@/lib/probe/exposition-lexing";
import type { QueryResult } from "@/lib/probe/promql-answer";
import { exactly } from "@/lib/probe/range";
import type { Found, Series } from "@/lib/probe/series";

/** The series of a query's result: values as they came, unless they are of another time than now. */

/** A result that was computed so long ago is a stored one: nothing is known about now. */
const oldestResultMs = 5 * 60_000;

/** `times`: those of the newest samples, in seconds, where they were asked for. */
export function seriesOf(
  { series }: QueryResult,
  at: number,
  times: ReadonlyMap<string, number> | null,
  maxAgeMs: number | null,
): Series[] {
  return series.map(({ labels, point }) => {
    const found = (): Found => {
      if (point === null) return { code: "wrong-type", raw: "a native histogram" };
      const [seconds, raw] = point;
      const newest = times?.get(ageKey(labels));
      const ageMs = newest === undefined ? null : at - newest * 1000;
      const tooOld = maxAgeMs !== null && (ageMs === null || !(ageMs <= maxAgeMs));
      if (tooOld || Math.abs(at - seconds * 1000) > oldestResultMs)
        return {
          code: "stale",
          raw: ageMs === null ? raw : `${raw}, ${Math.round(ageMs / 1000)} s old`,
        };
      const value = readValue(raw);
      return value === null ? { code: "wrong-type", raw } : exactly(value, raw);
    };
    return { labels, found: found() };
  });
}

/** The name of the metric is not kept by `timestamp()`. */
const ageKey = (labels: ReadonlyMap<string, string>) =>
  labelKey(new Map([...labels].filter(([name]) => name !== "__name__")));

export const newestOf = ({ series }: QueryResult) =>
  new Map(
    series.map(({ labels, point }) => [ageKey(labels), readValue(point?.[1] ?? "") ?? Number.NaN]),
  );
