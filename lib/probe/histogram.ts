import type { LabelMatch, SampleFunction } from "@/lib/probe/assertion-shape";
import { labelKey, type Sample } from "@/lib/probe/exposition";
import { readValue } from "@/lib/probe/exposition-lexing";
import { besideKey, isStale, type Scrape, samplesOf, wasReset } from "@/lib/probe/scrape";
import type { Found, Series } from "@/lib/probe/series";

/** Quantiles out of classic buckets: not a number, but the bucket that it lies in. */

type Quantile = Extract<SampleFunction, { type: "quantile" }>;
type Asked = { metric: string; labels: readonly LabelMatch[] };

/** Observations up to `le`, all of those below included. */
type Bucket = { le: number; count: number; text: string };
type Buckets = {
  /** Of the series that counts all of them: `x_count`. */
  name: string;
  labels: ReadonlyMap<string, string>;
  samples: Map<number, Sample>;
  twice: boolean;
};

/**
 * Each histogram's quantile: of what was observed between two looks, or since its beginning when there
 * is but one. `together`: of all of them as if they were one.
 */
export function quantilesOf(
  before: Scrape | null,
  after: Scrape,
  { metric, labels }: Asked,
  quantile: Quantile,
  together: boolean,
): Series[] {
  const asked = { metric: `${metric}_bucket`, labels };
  const type = after.types.get(metric) ?? "untyped";
  const now = histogramsOf(after, asked);
  const then = before === null ? null : histogramsOf(before, asked);
  const keys = new Set([...now.keys(), ...(then?.keys() ?? [])]);
  const each = [...keys].map((key) => {
    const [old, recent] = [then?.get(key), now.get(key)];
    const known = recent ?? old;
    const found: Bucket[] | Found =
      recent === undefined || (before !== null && old === undefined)
        ? { code: "missing", raw: null }
        : before !== null && type === "gaugehistogram"
          ? { code: "wrong-type", raw: type }
          : counted(old ?? null, recent, before, after);
    return { labels: known?.labels ?? new Map<string, string>(), found };
  });
  if (!together || each.length < 2)
    return each.map(({ labels: own, found }) => ({ labels: own, found: locate(found, quantile) }));
  return [{ labels: new Map(), found: locate(added(each.map(({ found }) => found)), quantile) }];
}

function histogramsOf(scrape: Scrape, asked: Asked): Map<string, Buckets> {
  const found = new Map<string, Buckets>();
  for (const sample of samplesOf(scrape, asked)) {
    const le = readValue(sample.labels.get("le") ?? "") ?? Number.NaN;
    const labels = new Map([...sample.labels].filter(([name]) => name !== "le"));
    const key = labelKey(labels);
    const name = sample.name.replace(/_bucket$/, "_count");
    const none: Buckets = { name, labels, samples: new Map(), twice: false };
    const buckets = found.get(key) ?? none;
    buckets.twice ||= buckets.samples.has(le);
    buckets.samples.set(le, sample);
    found.set(key, buckets);
  }
  return found;
}

const rawOf = ({ samples }: Buckets) =>
  [...samples.values()].map((one) => `${one.labels.get("le") ?? ""}: ${one.raw}`).join(", ");

/** Cumulative counts in order of their edges, less those of `old`; or why they count for nothing. */
function counted(
  old: Buckets | null,
  now: Buckets,
  before: Scrape | null,
  after: Scrape,
): Bucket[] | Found {
  const raw = rawOf(now);
  const buckets: Bucket[] = [];
  if (now.twice || old?.twice) return { code: "conflicting", raw };
  for (const [le, sample] of [...now.samples].sort(([a], [b]) => a - b)) {
    const was = old?.samples.get(le);
    if (old !== null && was === undefined) return { code: "conflicting", raw };
    if (isStale(sample, after)) return { code: "stale", raw };
    if (was && before && wasReset(was, sample, before, after))
      return { code: "reset", raw: `${was.raw} → ${sample.raw}` };
    const text = `${sample.labels.get("le") ?? ""}: ${was ? `${was.raw} → ` : ""}${sample.raw}`;
    buckets.push({ le, count: sample.value - (was?.value ?? 0), text });
  }
  const adds = buckets.every(
    ({ le, count }, index) =>
      !Number.isNaN(le) && Number.isFinite(count) && count >= (buckets[index - 1]?.count ?? 0),
  );
  if (!adds || buckets.at(-1)?.le !== Infinity) return { code: "conflicting", raw };
  const count = after.beside.get(besideKey(now.name, now.labels));
  if (count !== undefined && count !== now.samples.get(Infinity)?.value)
    return { code: "conflicting", raw: `${raw}, ${now.name}: ${count}` };
  return old !== null && old.samples.size !== now.samples.size
    ? { code: "conflicting", raw }
    : buckets;
}

/** Histograms with the same edges as one; with other edges they cannot be added. */
function added(all: readonly (Bucket[] | Found)[]): Bucket[] | Found {
  let sum: Bucket[] | null = null;
  for (const one of all) {
    if (!Array.isArray(one)) return one;
    const same: boolean =
      sum === null ||
      (sum.length === one.length && sum.every(({ le }, index) => le === one[index]?.le));
    if (!same) return { code: "conflicting", raw: one.map(({ text }) => text).join(", ") };
    const total: Bucket[] = sum ?? one.map(({ le }) => ({ le, count: 0, text: "" }));
    sum = total.map((bucket, index) => {
      const count = bucket.count + (one[index]?.count ?? 0);
      return { le: bucket.le, count, text: `${bucket.le}: ${count}` };
    });
  }
  return sum ?? { code: "missing", raw: null };
}

/** The bucket of the observation whose rank is the quantile's: nearest rank, in whole numbers. */
function locate(found: Bucket[] | Found, { part, of }: Quantile): Found {
  if (!Array.isArray(found)) return found;
  const total = found.at(-1)?.count ?? 0;
  const raw = found.map(({ text }) => text).join(", ");
  if (total === 0) return { code: "no-observations", raw };
  const index = found.findIndex(({ count }) => count * of >= total * part);
  const [below, bucket] = [found[index - 1], found[index]];
  if (bucket === undefined) return { code: "conflicting", raw };
  // What lies below the first edge may be negative: it has no lower one.
  const near = `${below ? `${below.text}, ` : ""}${bucket.text} of ${total}`;
  return { low: below?.le ?? -Infinity, high: bucket.le, lowIncluded: false, raw: near };
}
