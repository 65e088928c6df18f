import type { LabelMatch } from "@/lib/probe/assertion-shape";
import { labelKey, type Sample } from "@/lib/probe/exposition";
import { exactly } from "@/lib/probe/range";
import { type Found, fits, type Series } from "@/lib/probe/series";

/** What one look, or two with some time between, say about the series of a metric. */

export type Scrape = {
  samples: readonly Sample[];
  /** Type by family. */
  types: ReadonlyMap<string, string>;
  /** When it was asked for and when all of it was there: milliseconds of a clock that only goes forward. */
  askedMs: number;
  gotMs: number;
  /** When it was there, milliseconds since 1970. */
  at: number;
  /** What stands beside each series: `x_created` and `x_count`, by name and labels. */
  beside: ReadonlyMap<string, number>;
};

export const besideKey = (name: string, labels: ReadonlyMap<string, string>) =>
  `${name} ${labelKey(labels)}`;

export const indexBeside = (samples: readonly Sample[]) =>
  new Map(
    samples
      .filter(({ name }) => /_(created|count)$/.test(name))
      .map(({ name, labels, value }) => [besideKey(name, labels), value] as const),
  );

type Asked = { metric: string; labels: readonly LabelMatch[] };

/** As long as Prometheus itself takes a sample for the present one. */
const freshMs = 5 * 60_000;

export const isStale = ({ timestampMs }: Sample, { at }: Scrape) =>
  timestampMs !== null && at - timestampMs > freshMs;

export const samplesOf = ({ samples }: Scrape, { metric, labels }: Asked) =>
  samples.filter((sample) => sample.name === metric && fits(sample.labels, labels));

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
  const olds = byIdentity(samplesOf(before, asked));
  const news = samplesOf(after, asked);
  const seen = new Set(news.map(({ labels }) => labelKey(labels)));
  const gone = [...olds].filter(([key]) => !seen.has(key)).map(([, { labels }]) => labels);
  const missing = { code: "missing" as const, raw: null };
  return [
    ...news.map((sample) => {
      const old = olds.get(labelKey(sample.labels));
      const found = old === undefined ? missing : rate(old, sample, before, after);
      return { labels: sample.labels, found };
    }),
    ...gone.map((labels) => ({ labels, found: missing })),
  ];
}

const byIdentity = (samples: readonly Sample[]) =>
  new Map(samples.map((sample) => [labelKey(sample.labels), sample]));

function rate(old: Sample, now: Sample, before: Scrape, after: Scrape): Found {
  const raw = `${old.raw} → ${now.raw}`;
  if (!isCounter(now.name, after.types)) return { code: "wrong-type", raw };
  if (!Number.isFinite(old.value) || !Number.isFinite(now.value)) return { code: "nan", raw };
  if (wasReset(old, now, before, after)) return { code: "reset", raw };
  const seconds = secondsBetween(old, now, before, after);
  if (seconds === null || isStale(now, after)) return { code: "stale", raw };
  const grown = now.value - old.value;
  const low = grown / seconds.most;
  const high = grown / seconds.least;
  return { low, high, lowIncluded: true, raw: `${raw} in ${shown(seconds)}` };
}

/** A counter that went back, or that says itself that it began anew. */
export function wasReset(old: Sample, now: Sample, before: Scrape, after: Scrape): boolean {
  const labels = new Map([...now.labels].filter(([label]) => label !== "le"));
  const key = besideKey(`${now.name.replace(/_(total|count|sum|bucket)$/, "")}_created`, labels);
  return now.value < old.value || before.beside.get(key) !== after.beside.get(key);
}

/** What is said to be something else than a counter is none; nobody said, and it may be one. */
function isCounter(name: string, types: ReadonlyMap<string, string>): boolean {
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
