/**
 * Prometheus' text format 0.0.4, read strictly: one wrong line makes the document invalid, because
 * a document that is not what it says cannot be evidence.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */

export type Sample = {
  name: string;
  labels: ReadonlyMap<string, string>;
  value: number;
  /** The value as written. */
  raw: string;
  line: number;
};

export type Exposition =
  | { valid: true; samples: Sample[]; types: ReadonlyMap<string, string> }
  | { valid: false; line: number; reason: string };

type State = {
  samples: Sample[];
  types: Map<string, string>;
  helped: Set<string>;
  /** Families of which a sample was already seen. */
  sampled: Set<string>;
};

/** Null, or why the line is wrong. */
type LineProblem = string | null;

const metricTypes = ["counter", "gauge", "histogram", "summary", "untyped"];

export function parseExposition(text: string): Exposition {
  const state: State = { samples: [], types: new Map(), helped: new Set(), sampled: new Set() };
  const lines = text.split("\n");
  const last = lines.pop();
  for (const [index, line] of lines.entries()) {
    const problem = readLine(trimBlanks(line), index + 1, state);
    if (problem !== null) return { valid: false, line: index + 1, reason: problem };
  }
  if (last !== "") {
    return {
      valid: false,
      line: lines.length + 1,
      reason: "the last line does not end with a line feed",
    };
  }
  return { valid: true, samples: state.samples, types: state.types };
}

/** Blanks and tabs only: a carriage return is not white space in this format. */
function trimBlanks(line: string): string {
  return line.replace(/^[ \t]+/, "").replace(/(?<![ \t])[ \t]+$/, "");
}

function readLine(line: string, number: number, state: State): LineProblem {
  if (line === "") return null;
  if (line.startsWith("#")) return readComment(line.slice(1), state);
  return readSample(line, number, state);
}

function readComment(comment: string, state: State): LineProblem {
  const parts = /^[ \t]*(HELP|TYPE)[ \t]+([^ \t]+)(?:[ \t]+(.*))?$/s.exec(comment);
  if (parts === null) return null;
  const [, keyword, name = "", rest] = parts;
  if (!/^[A-Za-z_:][A-Za-z0-9_:]*$/.test(name)) return `${name} is not a metric name`;
  if (rest === undefined || rest === "") return null;
  if (keyword === "HELP") {
    if (state.helped.has(name)) return `second HELP line for ${name}`;
    state.helped.add(name);
    return /^(?:[^\\]|\\[\\n])*$/s.test(rest) ? null : "a backslash in HELP that escapes nothing";
  }
  if (state.types.has(name)) return `second TYPE line for ${name}`;
  if (state.sampled.has(name)) return `TYPE of ${name} after its samples`;
  if (!metricTypes.includes(rest)) return `${rest} is not a metric type`;
  state.types.set(name, rest);
  return null;
}

function readSample(line: string, number: number, state: State): LineProblem {
  const name = /^[A-Za-z_:][A-Za-z0-9_:]*/.exec(line)?.[0];
  if (name === undefined) return "a metric name was expected";
  const after = line.slice(name.length);
  const braced = /^[ \t]*\{/.exec(after);
  const labels = braced === null ? null : readLabels(after, braced[0].length);
  if (typeof labels === "string") return labels;
  const tail = labels === null ? after : after.slice(labels.end);
  if (labels === null && !/^[ \t]/.test(tail))
    return `unexpected text after the metric name ${name}`;
  const tokens = tail.split(/[ \t]+/).filter((token) => token !== "");
  const [raw, timestamp] = tokens;
  if (raw === undefined) return "a value was expected";
  if (tokens.length > 2) return "unexpected text after the timestamp";
  const value = readValue(raw);
  if (value === null) return `${raw.slice(0, 64)} is not a value`;
  if (timestamp !== undefined && !isTimestamp(timestamp))
    return `${timestamp.slice(0, 64)} is not a timestamp`;
  const pairs = labels?.pairs ?? new Map<string, string>();
  const family = familyOf(name, state.types);
  state.sampled.add(family);
  state.samples.push({ name, labels: pairs, value, raw, line: number });
  return boundaryProblem(name, family, pairs, state.types);
}

const label =
  /[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\[\\n"])*)"[ \t]*(,?)[ \t]*/y;

function readLabels(
  text: string,
  from: number,
): { pairs: Map<string, string>; end: number } | string {
  const pairs = new Map<string, string>();
  let at = from;
  for (let more = true; ; ) {
    const close = /[ \t]*\}/y;
    close.lastIndex = at;
    if (close.test(text)) return { pairs, end: close.lastIndex };
    label.lastIndex = at;
    const found: RegExpExecArray | null = more ? label.exec(text) : null;
    if (found === null) return 'labels that are not name="value" pairs between braces';
    const [, name = "", value = ""] = found;
    if (name === "__name__") return "the label name __name__ is reserved";
    if (pairs.has(name)) return `label ${name} twice`;
    pairs.set(
      name,
      value.replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c)),
    );
    at += found[0].length;
    more = found[3] === ",";
  }
}

/** As Go's ParseFloat reads it, less hexadecimal and underscores; null when it is no value. */
function readValue(raw: string): number | null {
  if (/^nan$/i.test(raw)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(raw);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(raw)) return null;
  const value = Number(raw);
  return Number.isFinite(value) ? value : null;
}

function isTimestamp(text: string): boolean {
  if (!/^[+-]?\d{1,30}$/.test(text)) return false;
  const value = BigInt(text.replace(/^\+/, ""));
  return value === BigInt.asIntN(64, value);
}

/** `_bucket`, `_sum` and `_count` belong to the histogram or summary that was declared. */
function familyOf(name: string, types: ReadonlyMap<string, string>): string {
  const parts = /^(.+)_(bucket|sum|count)$/.exec(name);
  const stem = parts?.[1];
  if (stem === undefined) return name;
  const type = types.get(stem);
  const belongs = type === "histogram" || (type === "summary" && parts?.[2] !== "bucket");
  return belongs ? stem : name;
}

function boundaryProblem(
  name: string,
  family: string,
  labels: ReadonlyMap<string, string>,
  types: ReadonlyMap<string, string>,
): LineProblem {
  const type = types.get(family);
  const boundary =
    type === "histogram" && name === `${family}_bucket`
      ? "le"
      : type === "summary" && name === family
        ? "quantile"
        : null;
  const text = boundary === null ? undefined : labels.get(boundary);
  if (text === undefined || readValue(text) !== null) return null;
  return `the label ${boundary} of ${name} is not a number`;
}
