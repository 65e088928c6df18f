import type { LabelMatch } from "@/lib/probe/assertion-shape";
import { exactSum } from "@/lib/probe/exact-sum";
import { labelKey, type Sample } from "@/lib/probe/exposition";
import { exactly } from "@/lib/probe/range";
import { type Found, fits, type Series } from "@/lib/probe/series";

/** What one look, or two with some time between, say about the series of a metric. */

/** Milliseconds of a clock that only goes forward, from the question to the end of the answer; `at`: the end, since 1970. */
export type Times = { askedMs: number; gotMs: number; at: number };

export type Scrape = Times & {
  named: ReadonlyMap<string, readonly Sample[]>;
  /** Type by family. */
  types: ReadonlyMap<string, string>;
  /** What stands beside each series: `x_created` and `x_count`, by name and labels. */
  beside: ReadonlyMap<string, number>;
};

export const besideKey = (name: string, labels: ReadonlyMap<string, string>) =>
  `${name} ${labelKey(labels)}`;

export function scrapeOf(
  { samples, types }: { samples: readonly Sample[]; types: ReadonlyMap<string, string> },
  { askedMs, gotMs, at }: Times,
): Scrape {
  const named = new Map<string, Sample[]>();
  const beside = new Map<string, number>();
  for (const sample of samples) {
    const { name, labels, value } = sample;
    const others = named.get(name);
    if (others === undefined) named.set(name, [sample]);
    else others.push(sample);
    if (/_(created|count)$/.test(name)) beside.set(besideKey(name, labels), value);
  }
  return { askedMs, gotMs, at, named, types, beside };
}

type Asked = { metric: string; labels: readonly LabelMatch[] };

/** As long as Prometheus itself takes a sample for the present one; one that is as far ahead is not of now either. */
const freshMs = 5 * 60_000;

export const isStale = ({ timestampMs }: Sample, { at }: Scrape) =>
  timestampMs !== null && Math.abs(at - timestampMs) > freshMs;

export const samplesOf = ({ named }: Scrape, { metric, labels }: Asked) =>
  (named.get(metric) ?? []).filter((sample) => fits(sample.labels, labels));

/** Each series' value now. */
export function valuesOf(scrape: Scrape, asked: Asked): Series[] {
  return samplesOf(scrape, asked).map((sample) => ({
    labels: sample.labels,
    found: isStale(sample, scrape)
      ? { code: "stale" as const, raw: `${sample.raw} ${sample.timestampMs}` }
      : exactly(sample.value, sample.raw),
  }));
}

/** Each counter's growth in a second between two looks; a series that only one of them saw was not measured. */
export function ratesOf(before: Scrape, after: Scrape, asked: Asked): Series[] {
  const olds = byLabels(samplesOf(before, asked));
  const missing = { code: "missing" as const, raw: null };
  const series: Series[] = samplesOf(after, asked).map((sample) => {
    const key = labelKey(sample.labels);
    const old = olds.get(key);
    olds.delete(key);
    if (old === undefined) return { labels: sample.labels, found: missing };
    const found = old.twice ? severalOnes : rate(old.sample, sample, before, after);
    return { labels: sample.labels, found };
  });
  for (const { sample } of olds.values()) series.push({ labels: sample.labels, found: missing });
  return series;
}

/** Of the same series twice nobody knows which one counts. */
const severalOnes = { code: "several" as const, raw: "the same series twice" };

function byLabels(samples: readonly Sample[]): Map<string, { sample: Sample; twice: boolean }> {
  const found = new Map<string, { sample: Sample; twice: boolean }>();
  for (const sample of samples) {
    const key = labelKey(sample.labels);
    found.set(key, { sample, twice: found.has(key) });
  }
  return found;
}

function rate(old: Sample, now: Sample, before: Scrape, after: Scrape): Found {
  const raw = `${old.raw} → ${now.raw}`;
  if (!isCounter(now, after.types)) return { code: "wrong-type", raw };
  if (!Number.isFinite(old.value) || !Number.isFinite(now.value)) return { code: "nan", raw };
  if (wasReset(old, now, before, after)) return { code: "reset", raw };
  const seconds = secondsBetween(old, now, before, after);
  if (seconds === null || isStale(now, after)) return { code: "stale", raw };
  const grown = exactSum([now.value, -old.value]);
  const low = grown / seconds.most;
  const high = grown / seconds.least;
  return { low, high, lowIncluded: true, raw: `${raw} in ${shown(seconds)}` };
}

/** A counter that went back, or that says itself that it began anew. */
export function wasReset(old: Sample, now: Sample, before: Scrape, after: Scrape): boolean {
  if (now.value < old.value) return true;
  if (before.beside.size === 0 && after.beside.size === 0) return false;
  const labels = new Map([...now.labels].filter(([label]) => label !== "le"));
  const key = besideKey(`${now.name.replace(/_(total|count|sum|bucket)$/, "")}_created`, labels);
  return before.beside.get(key) !== after.beside.get(key);
}

/** What is said to be something else than a counter is none; nobody said, and it may be one. */
function isCounter({ name, labels }: Sample, types: ReadonlyMap<string, string>): boolean {
  // The quantiles of a summary go up and down; its sum and count are counters.
  if (types.get(name) === "summary" && labels.has("quantile")) return false;
  const counting = ["counter", "histogram", "summary", "untyped", "unknown"];
  const stem = name.replace(/_(total|count|sum|bucket)$/, "");
  return counting.includes(types.get(name) ?? types.get(stem) ?? "untyped");
}

type Seconds = { least: number; most: number };

/**
 * The target's own times when it gives them. Else it answered at some moment between the question and
 * the end of the answer, so the time between two answers has two bounds. Null when no time has passed.
 */
function secondsBetween(old: Sample, now: Sample, before: Scrape, after: Scrape): Seconds | null {
  if (old.timestampMs !== null && now.timestampMs !== null) {
    const seconds = (now.timestampMs - old.timestampMs) / 1000;
    return seconds > 0 ? { least: seconds, most: seconds } : null;
  }
  const least = (after.askedMs - before.gotMs) / 1000;
  return least > 0 ? { least, most: (after.gotMs - before.askedMs) / 1000 } : null;
}

const shown = ({ least, most }: Seconds) =>
  least === most ? `${least} s` : `${least.toFixed(3)} to ${most.toFixed(3)} s`;
