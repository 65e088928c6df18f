import { type PathSegment, readPath } from "@/lib/probe/json-path";
import { baseOf, readNumber, showQuantity, toBase } from "@/lib/probe/quantity";
import type { Unit } from "@/lib/probe/schema";

/**
 * One line of an assertion, `[aggregate] subject [in unit] op bound`, read into data.
 * It is parsed, never evaluated, and what does not fit the kind's vocabulary is refused here,
 * before anything is asked of anybody.
 */

export const operators = ["==", "!=", "<=", ">=", "<", ">"] as const;
export type Operator = (typeof operators)[number];

export const aggregates = ["single", "all", "any", "max", "min", "sum"] as const;
export type Aggregate = (typeof aggregates)[number];

/** What a kind can be asked about. `bare`: the bound may stand without its unit. */
export type Word =
  | { type: "number"; unit: Unit; bare: boolean }
  | { type: "word"; words: readonly string[] };

export type Vocabulary = {
  words: Readonly<Record<string, Word>>;
  /** `$.a.b` names a value in a JSON body. */
  paths: boolean;
  /** `name{label="x"}` names samples of an exposition. */
  samples: boolean;
};

export type LabelMatch = { name: string; equal: boolean; value: string };

export type Subject =
  | { type: "word"; name: string }
  | { type: "path"; name: string; path: PathSegment[] }
  | { type: "sample"; name: string; metric: string; labels: LabelMatch[] };

export type Bound =
  | { type: "number"; value: number; unit: Unit }
  | { type: "string"; value: string }
  | { type: "boolean"; value: boolean }
  /** `2xx`: 200 to 299. */
  | { type: "class"; hundreds: number };

export type Assertion = {
  text: string;
  aggregate: Aggregate;
  subject: Subject;
  /** The unit word that the measured number is in; null when it has none. */
  measuredIn: string | null;
  op: Operator;
  bound: Bound;
};

export type Read<T> = { ok: true; value: T } | { ok: false; message: string };

const refuse = (message: string): { ok: false; message: string } => ({ ok: false, message });

type Line = { aggregate: Aggregate; subject: Subject; word: Word | null; rest: string };

const maximumLength = 1024;

export function parseAssertion(text: string, vocabulary: Vocabulary): Read<Assertion> {
  const line = text.trim();
  if (line.length > maximumLength) return refuse(`is longer than ${maximumLength} characters`);
  const start = readStart(line, vocabulary);
  if (!start.ok) return start;
  const { aggregate, subject, word, rest } = start.value;
  const tail = /^\s*(?:in\s+(\S+)\s*)?(==|!=|<=|>=|<|>)\s*(.+)$/s.exec(rest);
  if (tail === null) {
    return refuse(`needs ${operators.join(" ")} and a value after "${subject.name}"`);
  }
  const [, unitWord, opText, boundText = ""] = tail;
  const op = operators.find((known) => known === opText);
  if (op === undefined) return refuse(`does not know the operator ${opText}`);
  const measuredIn = unitWord ?? ownUnit(subject, word);
  if (unitWord !== undefined && (word !== null || baseOf(unitWord) === null)) {
    return refuse(
      word === null ? `does not know the unit ${unitWord}` : `"${subject.name}" has its own unit`,
    );
  }
  const bound = readBound(boundText.trim(), subject, word, measuredIn, unitWord !== undefined);
  if (!bound.ok) return bound;
  const orders = op !== "==" && op !== "!=";
  if (orders && bound.value.type !== "number") return refuse(`${op} compares numbers only`);
  return {
    ok: true,
    value: { text: line, aggregate, subject, measuredIn, op, bound: bound.value },
  };
}

/** The lines of a spec that was accepted: one that cannot be read is a bug, never a line less. */
export function readAccepted(lines: readonly string[], vocabulary: Vocabulary): Assertion[] {
  return lines.map((line) => {
    const read = parseAssertion(line, vocabulary);
    if (!read.ok) throw new Error(`The accepted assertion "${line}" ${read.message}`);
    return read.value;
  });
}

/** Operator and bound as they were understood. */
export function showExpected({ op, bound }: Assertion): string {
  if (bound.type === "number") return `${op} ${showQuantity(bound.value, bound.unit)}`;
  if (bound.type === "class") return `${op} ${bound.hundreds}xx`;
  return `${op} ${JSON.stringify(bound.value)}`;
}

function readStart(line: string, vocabulary: Vocabulary): Read<Line> {
  if (vocabulary.paths && line.startsWith("$")) {
    const read = readPath(line);
    const name = line.slice(0, read?.length ?? 0);
    if (read === null || !/^(\s|[=!<>])/.test(line.slice(read.length))) {
      return refuse(`has a path that is not understood after "${name}"`);
    }
    const subject: Subject = { type: "path", name, path: read.path };
    return {
      ok: true,
      value: { aggregate: "single", subject, word: null, rest: line.slice(read.length) },
    };
  }
  const named = readWord(line, vocabulary);
  if (named !== null) return { ok: true, value: named };
  if (vocabulary.samples) return readSample(line);
  const known = [...Object.keys(vocabulary.words), ...(vocabulary.paths ? ["$.path"] : [])];
  return refuse(`must begin with one of: ${known.join(", ")}`);
}

function readWord(line: string, vocabulary: Vocabulary): Line | null {
  for (const [name, word] of Object.entries(vocabulary.words)) {
    const rest = line.slice(name.length);
    if (line.startsWith(name) && /^(\s|[=!<>])/.test(rest)) {
      return { aggregate: "single", subject: { type: "word", name }, word, rest };
    }
  }
  return null;
}

const sampleStart = /^(?:(single|all|any|max|min|sum)\s+(?=[A-Za-z_:]))?([A-Za-z_:][\w:]*)\s*/;
const labelStart = /^\s*([A-Za-z_]\w*)\s*(=|!=)\s*("(?:[^"\\\n]|\\[\\"n])*")\s*(,|(?=\}))/;

function readSample(line: string): Read<Line> {
  const start = sampleStart.exec(line);
  if (start === null) return refuse("must begin with the name of a metric");
  const aggregate = aggregates.find((known) => known === start[1]) ?? "single";
  const metric = start[2] ?? "";
  let rest = line.slice(start[0].length);
  const labels: LabelMatch[] = [];
  if (rest.startsWith("{")) {
    rest = rest.slice(1);
    while (!/^\s*\}/.test(rest)) {
      const found = labelStart.exec(rest);
      if (found === null) return refuse(`has labels that are not understood after "${metric}"`);
      const value = (found[3] ?? "")
        .slice(1, -1)
        .replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
      labels.push({ name: found[1] ?? "", equal: found[2] === "=", value });
      rest = rest.slice(found[0].length);
    }
    rest = rest.slice(rest.indexOf("}") + 1);
  }
  const name = line.slice(start[1]?.length ?? 0, line.length - rest.length).trim();
  const subject: Subject = { type: "sample", name, metric, labels };
  return { ok: true, value: { aggregate, subject, word: null, rest } };
}

/** Prometheus' own convention: the unit is the end of the name, before `_total`, `_sum` or `_bucket`. */
const suffixes: readonly [RegExp, string][] = [
  [/_(seconds)$/, "s"],
  [/_(milliseconds|ms)$/, "ms"],
  [/_(percent|percentage|pct)$/, "%"],
  [/_ratio$/, "ratio"],
  [/_bytes$/, "bytes"],
  [/_days$/, "days"],
];

function ownUnit(subject: Subject, word: Word | null): string | null {
  if (word !== null) return word.type === "number" && baseOf(word.unit) !== null ? word.unit : null;
  if (subject.type !== "sample") return null;
  const stem = subject.metric.replace(/_(total|sum)$/, "");
  return suffixes.find(([suffix]) => suffix.test(stem))?.[1] ?? null;
}

function readBound(
  text: string,
  subject: Subject,
  word: Word | null,
  measuredIn: string | null,
  saidUnit: boolean,
): Read<Bound> {
  if (word?.type === "word") {
    if (word.words.includes(text)) return { ok: true, value: { type: "string", value: text } };
    return refuse(`"${subject.name}" is one of: ${word.words.join(", ")}`);
  }
  const plain = word === null && subject.type === "path" && !saidUnit ? readPlain(text) : null;
  if (plain !== null) return plain;
  const group = /^([1-5])xx$/.exec(text);
  if (group !== null && word?.unit === "status") {
    return { ok: true, value: { type: "class", hundreds: Number(group[1]) } };
  }
  const parts = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*([A-Za-z%]+)?$/.exec(text);
  const value = readNumber(parts?.[1] ?? "");
  if (parts === null || value === null)
    return refuse(`has a value that is not understood: ${text}`);
  return readQuantity(
    { digits: parts[1] ?? "", value, unit: parts[2] },
    subject,
    word,
    measuredIn,
    saidUnit,
  );
}

/** `"green"`, `true`, `false`; null for what is neither. */
function readPlain(text: string): Read<Bound> | null {
  if (text === "true" || text === "false") {
    return { ok: true, value: { type: "boolean", value: text === "true" } };
  }
  if (!text.startsWith('"')) return null;
  if (!/^"(?:[^"\\\n]|\\.)*"$/.test(text))
    return refuse(`has a text without its closing quote: ${text}`);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "string" && value !== "")
      return { ok: true, value: { type: "string", value } };
    return refuse("compares with an empty text, which is never a measured value");
  } catch {
    return refuse(`has a text that is not understood: ${text}`);
  }
}

function readQuantity(
  bound: { digits: string; value: number; unit: string | undefined },
  subject: Subject,
  word: Word | null,
  measuredIn: string | null,
  saidUnit: boolean,
): Read<Bound> {
  if (bound.unit === undefined) {
    const bare = word === null ? !saidUnit : word.type === "number" && word.bare;
    if (!bare) return refuse(`needs a unit after ${bound.digits}`);
    const unit = word?.type === "number" ? word.unit : "";
    return { ok: true, value: { type: "number", value: bound.value, unit } };
  }
  const converted = toBase(bound.digits, bound.unit);
  if (converted === null) return refuse(`does not know the unit ${bound.unit}`);
  if (measuredIn === null) {
    return refuse(
      `does not say in which unit "${subject.name}" is: write, for example, ${subject.name} in ${converted.unit} < ${bound.digits}${bound.unit}`,
    );
  }
  if (baseOf(measuredIn) !== converted.unit) {
    return refuse(`compares ${measuredIn} with ${bound.unit}, which measure different things`);
  }
  return { ok: true, value: { type: "number", ...converted } };
}
