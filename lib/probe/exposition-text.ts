import { type Exposition, reading, type Sample } from "@/lib/probe/exposition";
import {
  type LabelSet,
  readLabels,
  readName,
  readValue,
  shown,
  skipBlanks,
  WrongLine,
} from "@/lib/probe/exposition-lexing";

/**
 * Prometheus' text format 0.0.4, as strict as the parser that Prometheus' own tools use: blanks and tabs
 * between tokens but not at the end of a sample, comments anywhere, a line feed after every line.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */

type Family = { name: string; type: string | null; helped: boolean };
type State = { samples: Sample[]; families: Map<string, Family> };

const dialect = { loose: true, freeEscapes: false };
const metricTypes = new Map([
  ["counter", "counter"],
  ["gauge", "gauge"],
  ["summary", "summary"],
  ["untyped", "untyped"],
  ["histogram", "histogram"],
  ["gaugehistogram", "gaugehistogram"],
  ["gauge_histogram", "gaugehistogram"],
]);

export function parseText(text: string): Exposition {
  const state: State = { samples: [], families: new Map() };
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  let number = 0;
  return reading(
    () => number,
    () => {
      for (const line of lines) {
        number += 1;
        readLine(line, number, state);
      }
      number += 1;
      if (skipBlanks(last, 0) < last.length)
        throw new WrongLine("the last line does not end with a line feed");
      const typed = [...state.families.values()].map(
        ({ name, type }) => [name, type ?? "untyped"] as const,
      );
      return { valid: true, samples: state.samples, types: new Map(typed) };
    },
  );
}

function readLine(line: string, number: number, state: State): void {
  const start = skipBlanks(line, 0);
  if (start === line.length) return;
  if (line[start] === "#") readComment(line, skipBlanks(line, start + 1), state);
  else state.samples.push(readSample(line, start, number, state));
}

const token = /[^ \t]*/y;

function tokenAt(line: string, from: number): string {
  token.lastIndex = from;
  return token.exec(line)?.[0] ?? "";
}

/** `# HELP name text` and `# TYPE name type`; without its name or the rest, and else, a comment like any other. */
function readComment(line: string, from: number, state: State): void {
  const keyword = tokenAt(line, from);
  const at = skipBlanks(line, from + keyword.length);
  if ((keyword !== "HELP" && keyword !== "TYPE") || at === line.length) return;
  const { name, end } = readName("metric", line, at);
  if (end === line.length) return;
  if (name === "" || !/[ \t]/.test(line[end] ?? "")) {
    throw new WrongLine(`${shown(tokenAt(line, at))} is not a metric name`);
  }
  const family = familyOf(name, state);
  const rest = line.slice(skipBlanks(line, end));
  if (rest === "") return;
  if (keyword === "HELP") readHelp(rest, family);
  else readType(rest, family);
}

function readType(text: string, family: Family): void {
  if (family.type !== null) {
    throw new WrongLine(`a second TYPE line for ${shown(family.name)}, or one after its samples`);
  }
  const type = metricTypes.get(text.toLowerCase());
  if (type === undefined) throw new WrongLine(`${shown(text)} is not a metric type`);
  family.type = type;
}

function readHelp(text: string, family: Family): void {
  if (family.helped) throw new WrongLine(`a second HELP line for ${shown(family.name)}`);
  family.helped = true;
  for (let at = text.indexOf("\\"); at >= 0; at = text.indexOf("\\", at + 2)) {
    if (!/[\\n"]/.test(text[at + 1] ?? ""))
      throw new WrongLine("a backslash in HELP that escapes nothing");
  }
}

/** `x_sum` and `x_count` belong to the summary or histogram x that was declared before, `x_bucket` to the latter. */
function familyOf(name: string, { families }: State): Family {
  const known = families.get(name);
  if (known !== undefined) return known;
  const [, stem = "", suffix] = /^(.+)_(count|sum|bucket)$/s.exec(name) ?? [];
  const parent = families.get(stem);
  const belongs =
    isHistogram(parent) || (parent?.type === "summary" && suffix !== "bucket") ? parent : undefined;
  if (belongs !== undefined) return belongs;
  const family: Family = { name, type: null, helped: false };
  families.set(name, family);
  return family;
}

const isHistogram = (family: Family | undefined) => family?.type?.endsWith("histogram") ?? false;

function readSample(line: string, start: number, number: number, state: State): Sample {
  const { name, labels, end } = readSeries(line, start);
  const family = familyOf(name, state);
  family.type ??= "untyped";
  const from = skipBlanks(line, end);
  const raw = tokenAt(line, from);
  const value = readValue(raw);
  if (value === null) {
    throw new WrongLine(raw === "" ? "a value was expected" : `${shown(raw)} is not a value`);
  }
  checkBoundary(name, family, labels, value);
  const after = from + raw.length;
  const timestampMs = after === line.length ? null : readTimestamp(line, after);
  return { name, labels, value, raw, timestampMs, line: number };
}

type Series = { name: string; labels: Map<string, string>; end: number };

function readSeries(line: string, start: number): Series {
  const own = line[start] === "{" ? null : readName("metric", line, start);
  if (own !== null && (own.name === "" || own.quoted)) {
    throw new WrongLine(`a metric name was expected, not ${shown(tokenAt(line, start))}`);
  }
  const brace = own === null ? start : skipBlanks(line, own.end);
  const none: LabelSet = { name: null, pairs: new Map(), end: brace };
  const set = line[brace] === "{" ? readLabels(line, brace + 1, dialect) : none;
  if (own !== null && set.name !== null) throw new WrongLine("two metric names");
  const name = own?.name ?? set.name;
  if (name === null) throw new WrongLine("a metric name was expected before or in the braces");
  return { name, labels: set.pairs, end: set.end };
}

/** Integer milliseconds; nothing may follow, not even a blank. */
function readTimestamp(line: string, from: number): number {
  const text = line.slice(skipBlanks(line, from));
  const fits = /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) < 1e19;
  const exact = fits ? BigInt(text.replace(/^\+/, "").replace(/^(-?)0+(?=\d)/, "$1")) : null;
  if (exact === null || exact !== BigInt.asIntN(64, exact)) {
    throw new WrongLine(
      text === ""
        ? "a blank at the end of the line"
        : `${shown(text)} is not a timestamp in milliseconds`,
    );
  }
  return Number(exact);
}

function checkBoundary(
  name: string,
  family: Family,
  labels: ReadonlyMap<string, string>,
  value: number,
): void {
  const label = isHistogram(family) ? "le" : family.type === "summary" ? "quantile" : null;
  if (label === null) return;
  const text = labels.get(label);
  const boundary = text === undefined ? Number.NaN : readValue(text);
  if (boundary === null)
    throw new WrongLine(`the label ${label} is not a number: ${shown(text ?? "")}`);
  if (label === "quantile" || name.endsWith("_sum") || !(value < 0)) return;
  if (name === `${family.name}_count` || !Number.isNaN(boundary))
    throw new WrongLine(`a negative count for the histogram ${shown(family.name)}`);
}
