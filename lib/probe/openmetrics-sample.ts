import { labelKey } from "@/lib/probe/exposition";
import { compareDecimals, readValue, shown, WrongLine } from "@/lib/probe/exposition-lexing";
import {
  type Family,
  groupKey,
  isHistogram,
  type OpenSample,
  ownLabel,
} from "@/lib/probe/openmetrics-family";

/** What OpenMetrics asks of each sample of a family, and of its place among the others. */

/** Adds a sample whose name fits the family, or says why it may not be there. */
export function addSample(family: Family, sample: OpenSample): void {
  const suffix = sample.name.slice(family.name.length);
  checkLabels(family, suffix, sample);
  checkValue(family, suffix, sample);
  checkExemplar(family, suffix, sample);
  checkOrder(family, sample);
  family.samples.push(sample);
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
