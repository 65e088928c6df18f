import {
  type Bound,
  type Read,
  refuse,
  type Subject,
  type Word,
} from "@/lib/probe/assertion-shape";
import { baseOf, readNumber, toBase } from "@/lib/probe/quantity";

/** The right-hand side of an assertion, and the unit that its left-hand side is in. */

/** Prometheus' own convention: the unit is the end of the name, before `_total`, `_sum` or `_bucket`. */
const suffixes: readonly [RegExp, string][] = [
  [/_(seconds)$/, "s"],
  [/_(milliseconds|ms)$/, "ms"],
  [/_(percent|percentage|pct)$/, "%"],
  [/_ratio$/, "ratio"],
  [/_bytes$/, "bytes"],
  [/_days$/, "days"],
];

/** What a unit becomes as a rate: seconds of each second are a share of it, bytes are bytes of each second. */
const perSecond: Readonly<Record<string, string>> = { s: "ratio", bytes: "bytes" };

/** The unit word that a subject is measured in of itself; null when nothing says so. */
export function ownUnit(subject: Subject, word: Word | null): string | null {
  if (word !== null) return word.type === "number" && baseOf(word.unit) !== null ? word.unit : null;
  if (subject.type !== "sample") return null;
  const stem = subject.metric.replace(/_(total|sum)$/, "");
  const unit = suffixes.find(([suffix]) => suffix.test(stem))?.[1] ?? null;
  return subject.over?.type === "rate" ? (perSecond[unit ?? ""] ?? null) : unit;
}

/** `saidUnit`: the line says `in UNIT`, which then stands in `measuredIn`. */
export function readBound(
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
  if (word?.type === "list" && text.startsWith("[")) return readList(text);
  if (word?.type === "text" || word?.type === "list") {
    const quoted = text.startsWith('"') ? readPlain(text) : null;
    return quoted ?? refuse(`compares with a text in quotes, not with ${text}`);
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

/** `["a", "b"]`: JSON, one text or more. */
function readList(text: string): Read<Bound> {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string")) {
      return { ok: true, value: { type: "list", value } };
    }
  } catch {
    // told below, with what it should have been
  }
  return refuse(`needs a list of texts such as ["a", "b"], not ${text}`);
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
