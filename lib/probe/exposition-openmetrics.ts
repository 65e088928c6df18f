import { type Exposition, reading, type Sample } from "@/lib/probe/exposition";
import {
  metricNameAt,
  readDecimal,
  readLabels,
  readName,
  readValue,
  shown,
  WrongLine,
} from "@/lib/probe/exposition-lexing";
import { closeFamily } from "@/lib/probe/openmetrics-close";
import {
  type Family,
  familyTypes,
  newFamily,
  type OpenSample,
  suffixesOf,
} from "@/lib/probe/openmetrics-family";
import { addSample } from "@/lib/probe/openmetrics-sample";

/**
 * OpenMetrics 1.0: one blank between tokens and nowhere else, families one after the other, each with its
 * own rules, and `# EOF` at the end.
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */

type State = {
  samples: Sample[];
  types: Map<string, string>;
  family: Family | null;
  /** Names that the samples of the families so far have or could have. */
  taken: Set<string>;
};

const dialect = { loose: false, freeEscapes: true };

export function parseOpenMetrics(text: string): Exposition {
  const state: State = { samples: [], types: new Map(), family: null, taken: new Set() };
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const end = lines.indexOf("# EOF");
  let number = 0;
  return reading(
    () => number,
    () => {
      for (const line of end < 0 ? lines : lines.slice(0, end)) {
        number += 1;
        readLine(line, number, state);
      }
      close(state);
      number = end < 0 ? Math.max(lines.length, 1) : end + 2;
      if (end < 0) throw new WrongLine("# EOF is missing at the end");
      if (end !== lines.length - 1) throw new WrongLine("a line after # EOF");
      return { valid: true, samples: state.samples, types: state.types };
    },
  );
}

function readLine(line: string, number: number, state: State): void {
  if (line === "") throw new WrongLine("a blank line");
  if (line.endsWith("\r")) throw new WrongLine("a carriage return at the end of the line");
  if (line.startsWith("#")) readMetadata(line, number, state);
  else place(readSample(line, number), number, state);
}

/** Into the family that is open, or into one of its own. */
function place(sample: OpenSample, number: number, state: State): void {
  const known = state.family;
  const fits =
    known !== null && suffixesOf(known).some((suffix) => sample.name === known.name + suffix);
  const family = fits ? known : begin(sample.name, number, state);
  if (!fits) family.type = "unknown";
  addSample(family, sample);
  state.samples.push(sample);
}

function begin(name: string, number: number, state: State): Family {
  close(state);
  state.family = newFamily(name, number);
  return state.family;
}

function close(state: State): void {
  if (state.family === null) return;
  closeFamily(state.family, state.taken);
  state.types.set(state.family.name, state.family.type ?? "unknown");
}

/** `# TYPE name type`, `# UNIT name unit`, `# HELP name text`: nothing else may begin with #. */
function readMetadata(line: string, number: number, state: State): void {
  const keyword = /^# (TYPE|UNIT|HELP) /.exec(line)?.[1];
  if (keyword === undefined) throw new WrongLine("# begins a TYPE, UNIT or HELP line, or # EOF");
  const { name, end } = readName("metric", line, "# TYPE ".length);
  if (name === "" || line[end] !== " ")
    throw new WrongLine(`${keyword} needs a metric name, a blank and what follows`);
  const rest = line.slice(end + 1);
  const family = state.family?.name === name ? state.family : begin(name, number, state);
  if (family.samples.length > 0)
    throw new WrongLine(`${keyword} of ${shown(name)} after its samples`);
  const again = { TYPE: family.type !== null, UNIT: family.unit !== null, HELP: family.helped };
  if (again[keyword === "TYPE" || keyword === "UNIT" ? keyword : "HELP"])
    throw new WrongLine(`a second ${keyword} line for ${shown(name)}`);
  if (keyword === "HELP") family.helped = true;
  if (keyword === "UNIT") family.unit = rest;
  if (keyword !== "TYPE") return;
  const type = familyTypes.find((known) => known === rest);
  if (type === undefined) throw new WrongLine(`${shown(rest)} is not a metric type`);
  family.type = type;
}

function readSample(line: string, number: number): OpenSample {
  const own = metricNameAt(line, 0);
  const braces = line[own.length] === "{" ? readLabels(line, own.length + 1, dialect) : null;
  if (own !== "" && braces !== null && braces.name !== null)
    throw new WrongLine("two metric names");
  const name = own === "" ? braces?.name : own;
  if (!name) throw new WrongLine(`a metric name was expected, not ${shown(line)}`);
  const labels = checkedNames(braces?.pairs ?? new Map());
  const { raw, value, timestamp, after } = readNumbers(line, braces?.end ?? own.length);
  const timestampMs = timestamp === null ? null : Number(timestamp) * 1000;
  const exemplar = after === line.length ? null : readExemplar(line, after);
  return { name, labels, value, raw, timestampMs, line: number, timestamp, exemplar };
}

/** Two underscores at the start are for the format itself. */
function checkedNames(labels: Map<string, string>): Map<string, string> {
  for (const name of labels.keys())
    if (name.startsWith("__")) throw new WrongLine(`the label name ${shown(name)} is reserved`);
  return labels;
}

type Numbers = { raw: string; value: number; timestamp: string | null; after: number };

/** ` value` and perhaps ` timestamp`; `after` is the end of the line or the blank before a #. */
function readNumbers(line: string, from: number): Numbers {
  const raw = readToken(line, from);
  const value = readValue(raw);
  if (value === null) throw new WrongLine(`${shown(raw)} is not a value`);
  const end = from + 1 + raw.length;
  if (end === line.length || line[end + 1] === "#")
    return { raw, value, timestamp: null, after: end };
  const timestamp = readToken(line, end);
  if (readDecimal(timestamp) === null)
    throw new WrongLine(`${shown(timestamp)} is not a timestamp`);
  return { raw, value, timestamp, after: end + 1 + timestamp.length };
}

/** What follows one blank at `from`, up to the next blank. */
function readToken(line: string, from: number): string {
  if (line[from] !== " ") throw new WrongLine(`a blank was expected at ${shown(line.slice(from))}`);
  const end = line.indexOf(" ", from + 1);
  return line.slice(from + 1, end < 0 ? line.length : end);
}

const longestExemplar = 128;

/** ` # {labels} value` and perhaps ` timestamp`. */
function readExemplar(line: string, from: number): { value: number } {
  if (!line.startsWith(" # {", from))
    throw new WrongLine("an exemplar is written # {labels} value");
  const { name, pairs, end } = readLabels(line, from + " # {".length, dialect);
  if (name !== null) throw new WrongLine("an exemplar has labels, not a metric name");
  const points = [...checkedNames(pairs)].flat().reduce((sum, text) => sum + [...text].length, 0);
  if (points > longestExemplar)
    throw new WrongLine(`the labels of an exemplar are longer than ${longestExemplar} characters`);
  const { value, after } = readNumbers(line, end);
  if (after !== line.length) throw new WrongLine("something after the exemplar");
  return { value };
}
