import { ownUnit, readBound } from "@/lib/probe/assertion-bound";
import { readSample } from "@/lib/probe/assertion-sample";
import {
  type Aggregate,
  type Assertion,
  operators,
  type Read,
  refuse,
  type Subject,
  type Vocabulary,
  type Word,
} from "@/lib/probe/assertion-shape";
import { readPath } from "@/lib/probe/json-path";
import { baseOf, showQuantity } from "@/lib/probe/quantity";

/**
 * One line of an assertion, `[aggregate] subject [in unit] op bound`, read into data.
 * It is parsed, never evaluated, and what does not fit the kind's vocabulary is refused here,
 * before anything is asked of anybody.
 */

type Line = { aggregate: Aggregate; subject: Subject; word: Word | null; rest: string };

const maximumLength = 1024;

export function parseAssertion(text: string, vocabulary: Vocabulary): Read<Assertion> {
  const line = text.trim();
  if (line.length > maximumLength) return refuse(`is longer than ${maximumLength} characters`);
  const start = readStart(line, vocabulary);
  if (!start.ok) return start;
  const { aggregate, subject, word, rest } = start.value;
  const tail = /^\s*(?:in\s+(\S+)\s*)?(==|!=|<=|>=|<|>|contains(?=[\s"]))\s*(.+)$/s.exec(rest);
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
  const misfit = misfitOf(op, bound.value, word);
  if (misfit !== null) return refuse(misfit);
  return {
    ok: true,
    value: { text: line, aggregate, subject, measuredIn, op, bound: bound.value },
  };
}

/** What keeps an operator from being used with this bound, in words; null when nothing does. */
function misfitOf(
  op: Assertion["op"],
  bound: Assertion["bound"],
  word: Word | null,
): string | null {
  if (word?.type === "number" && word.upper)
    return op === "<" || op === "<=" ? null : "takes an upper bound only: < or <=";
  if (op === "==" || op === "!=") return null;
  if (op !== "contains" && word?.type === "word" && word.ranked) return null;
  if (op !== "contains") return bound.type === "number" ? null : `${op} compares numbers only`;
  return bound.type === "string" && word?.type !== "word"
    ? null
    : "contains takes a text in quotes";
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
    if (!read.ok) return read;
    const { path, length } = read.value;
    const name = line.slice(0, length);
    const rest = line.slice(length);
    if (!/^($|\s|[=!<>])/.test(rest)) {
      return refuse(`has a path that is not understood after "${name}"`);
    }
    const subject: Subject = { type: "path", name, path };
    return { ok: true, value: { aggregate: "single", subject, word: null, rest } };
  }
  const header = vocabulary.headers ? readHeader(line) : null;
  if (header !== null) return { ok: true, value: header };
  const percentile = vocabulary.percentiles ? readPercentile(line) : null;
  if (percentile !== null) return { ok: true, value: percentile };
  const named = readWord(line, vocabulary);
  if (named !== null) return { ok: true, value: named };
  if (vocabulary.samples) {
    const read = readSample(line, vocabulary.samples === true ? null : vocabulary.samples);
    return read.ok ? { ok: true, value: { ...read.value, word: null } } : read;
  }
  const known = [
    ...(vocabulary.percentiles ? ["p50, p95, p99 (any from p1 to p99.9)"] : []),
    ...Object.keys(vocabulary.words),
    ...(vocabulary.headers ? ["header NAME"] : []),
    ...(vocabulary.paths ? ["$.path"] : []),
  ];
  return refuse(`must begin with one of: ${known.join(", ")}`);
}

function readWord(line: string, vocabulary: Vocabulary): Line | null {
  for (const [name, word] of Object.entries(vocabulary.words)) {
    const rest = line.slice(name.length);
    if (line.startsWith(name) && /^($|\s|[=!<>])/.test(rest)) {
      return { aggregate: "single", subject: { type: "word", name }, word, rest };
    }
  }
  return null;
}

function readPercentile(line: string): Line | null {
  const [name] = /^p[1-9]\d?(?:\.\d)?(?=[\s=!<>]|$)/.exec(line) ?? [];
  if (name === undefined) return null;
  const word: Word = { type: "number", unit: "ms", bare: false, upper: true };
  const rest = line.slice(name.length);
  return { aggregate: "single", subject: { type: "word", name }, word, rest };
}

/** `header x-frame-options`: a token of RFC 9110. */
function readHeader(line: string): Line | null {
  const found = /^header\s+([!#$%&'*+.^_`|~\w-]+)(?=[\s=!<>])/.exec(line);
  if (found === null) return null;
  const header = (found[1] ?? "").toLowerCase();
  const subject: Subject = { type: "header", name: `header ${header}`, header };
  return {
    aggregate: "single",
    subject,
    word: { type: "text" },
    rest: line.slice(found[0].length),
  };
}
