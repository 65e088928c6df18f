import { readValue, WrongLine } from "@/lib/probe/exposition-lexing";
import type { OpenSample } from "@/lib/probe/openmetrics-family";

/** The samples of one histogram at one time: buckets in order, counts that add up, a sum only with its count. */
export function checkHistogramPoint(family: string, point: readonly OpenSample[]): void {
  const at = (suffix: string) => point.find(({ name }) => name === family + suffix);
  const buckets = point.filter(({ name }) => name === `${family}_bucket`);
  const edges = buckets.map(({ labels }) => readValue(labels.get("le") ?? "") ?? Number.NaN);
  for (const [index, { value, line }] of buckets.entries()) {
    if (index === 0) continue;
    if (!((edges[index] ?? 0) > (edges[index - 1] ?? 0)))
      throw new WrongLine("buckets are not in increasing order of le", line);
    if (value < (buckets[index - 1]?.value ?? 0))
      throw new WrongLine("a bucket holds less than the one below it", line);
  }
  const last = buckets.at(-1);
  const end = point.at(-1)?.line;
  if (last === undefined || edges.at(-1) !== Infinity)
    throw new WrongLine("the bucket +Inf is missing", last?.line ?? end);
  const count = at("_count") ?? at("_gcount");
  const sum = at("_sum") ?? at("_gsum");
  if (count !== undefined && count.value !== last.value)
    throw new WrongLine("the count is not that of the bucket +Inf", count.line);
  if ((count === undefined) !== (sum === undefined))
    throw new WrongLine("a sum and a count go together", (sum ?? count)?.line);
  if (sum === undefined) return;
  const negative = edges.some((edge) => edge < 0);
  if (negative && sum.name.endsWith("_sum"))
    throw new WrongLine("a histogram with negative buckets has no sum", sum.line);
  if (!negative && sum.value < 0)
    throw new WrongLine("the sum is negative, and no bucket is", sum.line);
}
