import { labelKey, type Sample } from "@/lib/probe/exposition";

/** A metric family of OpenMetrics: its type, its samples, and what tells its metrics apart. */

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

export const isHistogram = ({ type }: Family) => type === "histogram" || type === "gaugehistogram";

/** The label that tells the samples of one metric apart. */
export function ownLabel(family: Family, suffix: string): string | null {
  if (family.type === "stateset") return family.name;
  if (family.type === "summary" && suffix === "") return "quantile";
  return suffix === "_bucket" ? "le" : null;
}

/** Same key, same metric. */
export function groupKey(family: Family, sample: OpenSample): string {
  if (family.type === "info") return "";
  const own = ownLabel(family, sample.name.slice(family.name.length));
  if (own === null) return labelKey(sample.labels);
  return labelKey(new Map([...sample.labels].filter(([name]) => name !== own)));
}
