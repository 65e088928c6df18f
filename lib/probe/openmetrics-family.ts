import { labelKey, type Sample } from "@/lib/probe/exposition";
import { compareDecimals, readValue, shown, WrongLine } from "@/lib/probe/exposition-lexing";
import { checkHistogramPoint } from "@/lib/probe/openmetrics-histogram";

/** What OpenMetrics asks of a metric family and of each of its samples. */

export const familyTypes = [
  "counter",
  "gauge",
  "histogram",
  "gaugehistogram",
  "stateset",
  "info",
  "summary",
  "unknown",
] as const;
export type FamilyType = (typeof familyTypes)[number];

/** Endings that the samples of a family have; the others have none. */
const suffixes: Partial<Record<FamilyType, readonly string[]>> = {
  counter: ["_total", "_created"],
  summary: ["", "_count", "_sum", "_created"],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  gaugehistogram: ["_bucket", "_gcount", "_gsum"],
  info: ["_info"],
};

/** A sample as OpenMetrics has it. */
export type OpenSample = Sample & {
  /** Seconds, as written. */
  timestamp: string | null;
  exemplar: { value: number } | null;
};

export type Family = {
  name: string;
  /** Null until a TYPE line says it. */
  type: FamilyType | null;
  /** Null without a UNIT line. */
  unit: string | null;
  helped: boolean;
  /** The line that began it. */
  line: number;
  samples: OpenSample[];
  /** Metrics that were seen, and where the last one stands. */
  groups: Set<string>;
  group: { key: string; timestamp: string | null; seen: Set<string> } | null;
};

export const newFamily = (name: string, line: number): Family => ({
  name,
  type: null,
  unit: null,
  helped: false,
  line,
  samples: [],
  groups: new Set(),
  group: null,
});

export const suffixesOf = ({ type }: Family): readonly string[] =>
  suffixes[type ?? "unknown"] ?? [""];

/** Adds a sample whose name fits the family, or says why it may not be there. */
export function addSample(family: Family, sample: OpenSample): void {
  const suffix = sample.name.slice(family.name.length);
  checkLabels(family, suffix, sample);
  checkValue(family, suffix, sample);
  checkExemplar(family, suffix, sample);
  checkOrder(family, sample);
  family.samples.push(sample);
}

/** The label that tells the samples of one metric apart. */
function ownLabel(family: Family, suffix: string): string | null {
  if (family.type === "stateset") return family.name;
  if (family.type === "summary" && suffix === "") return "quantile";
  return suffix === "_bucket" ? "le" : null;
}

function checkLabels(family: Family, suffix: string, { labels }: OpenSample): void {
  const own = ownLabel(family, suffix);
  const reserved = family.type === "summary" ? "quantile" : isHistogram(family) ? "le" : null;
  if (reserved !== null && own === null && labels.has(reserved))
    throw new WrongLine(
      `only ${reserved === "le" ? "buckets" : "quantiles"} have the label ${reserved}`,
    );
  if (own === null) return;
  const text = labels.get(own);
  if (text === undefined) throw new WrongLine(`the label ${shown(own)} is missing`);
  if (family.type === "stateset") return;
  const value = readValue(text);
  if (value === null || Number.isNaN(value))
    throw new WrongLine(`${own}=${shown(text)} is not a number`);
  if (own === "quantile" && (value < 0 || value > 1))
    throw new WrongLine(`a quantile is from 0 to 1, not ${shown(text)}`);
  if (value === Infinity && text !== "+Inf")
    throw new WrongLine(`le=${shown(text)} must be written +Inf`);
}

export const isHistogram = ({ type }: Family) => type === "histogram" || type === "gaugehistogram";

const counting = ["_total", "_sum", "_count", "_bucket", "_gcount"];
const whole = ["_count", "_bucket", "_gcount"];

function checkValue(family: Family, suffix: string, { value, raw }: OpenSample): void {
  const { type } = family;
  const refuse = (why: string): never => {
    throw new WrongLine(`${shown(raw)}: ${why}`);
  };
  if (type === "stateset" && value !== 0 && value !== 1) refuse("a state is 0 or 1");
  if (type === "info" && value !== 1) refuse("the value of an info is 1");
  if (type === "summary" && suffix === "" && value < 0) refuse("a quantile is not negative");
  if (suffix === "") return;
  if (suffix === "_gsum" && Number.isNaN(value)) refuse("a sum is not NaN");
  if (counting.includes(suffix) && !(value >= 0))
    refuse("what is counted is neither NaN nor negative");
  if (whole.includes(suffix) && !Number.isInteger(value)) refuse("a count is a whole number");
}

function checkExemplar(family: Family, suffix: string, { exemplar, labels }: OpenSample): void {
  if (exemplar === null) return;
  const allowed = suffix === "_bucket" || (family.type === "counter" && suffix === "_total");
  if (!allowed) throw new WrongLine("only counters' totals and buckets have exemplars");
  const le = suffix === "_bucket" ? (readValue(labels.get("le") ?? "") ?? Number.NaN) : Infinity;
  if (suffix === "_bucket" && !(exemplar.value <= le))
    throw new WrongLine("the exemplar does not lie in its bucket");
}

/** Metrics and their points follow one another; within a metric, time goes forward. */
function checkOrder(family: Family, sample: OpenSample): void {
  const key = groupKey(family, sample);
  const { timestamp } = sample;
  const id = `${sample.name} ${labelKey(sample.labels)}`;
  const last = family.group;
  if (last === null || last.key !== key) {
    if (family.groups.has(key))
      throw new WrongLine("samples of one metric with another's between them");
    family.groups.add(key);
    family.group = { key, timestamp, seen: new Set([id]) };
    return;
  }
  if ((last.timestamp === null) !== (timestamp === null))
    throw new WrongLine("samples of one metric with and without a timestamp");
  const later = compareDecimals(timestamp ?? "0", last.timestamp ?? "0");
  // An info's labels do not tell which metric it is of: all of them count as one, in any order.
  if (later < 0 && family.type !== "info")
    throw new WrongLine("a timestamp before the one above it");
  const seen = later === 0 ? last.seen : new Set<string>();
  if (seen.has(id)) throw new WrongLine("the same sample twice");
  family.group = { key, timestamp, seen: seen.add(id) };
}

function groupKey(family: Family, sample: OpenSample): string {
  if (family.type === "info") return "";
  const own = ownLabel(family, sample.name.slice(family.name.length));
  if (own === null) return labelKey(sample.labels);
  return labelKey(new Map([...sample.labels].filter(([name]) => name !== own)));
}

/** What can be said only once all of a family was read. `taken`: sample names of the families before it. */
export function closeFamily(family: Family, taken: Set<string>): void {
  for (const suffix of new Set([...suffixesOf(family), ""])) {
    const name = family.name + suffix;
    if (taken.has(name))
      throw new WrongLine(`${shown(name)} clashes with a metric family above`, family.line);
    taken.add(name);
  }
  const { unit, type } = family;
  if (unit && !family.name.endsWith(`_${unit}`))
    throw new WrongLine(
      `the name ${shown(family.name)} does not end with its unit ${unit}`,
      family.line,
    );
  if (unit && (type === "info" || type === "stateset"))
    throw new WrongLine(`a metric of type ${type} has no unit`, family.line);
  if (isHistogram(family) || type === "counter") checkPoints(family);
}

/** Splits the samples into points: one metric at one time. */
function checkPoints(family: Family): void {
  const check = (point: OpenSample[]) => {
    if (isHistogram(family)) checkHistogramPoint(family.name, point);
    else if (!point.some(({ name }) => name.endsWith("_total")))
      throw new WrongLine("a counter needs its total", point[0]?.line);
  };
  let point: OpenSample[] = [];
  let before: string | null = null;
  for (const sample of family.samples) {
    const key = `${groupKey(family, sample)} ${sample.timestamp}`;
    if (before !== null && key !== before) {
      check(point);
      point = [];
    }
    before = key;
    point.push(sample);
  }
  if (point.length > 0) check(point);
}
