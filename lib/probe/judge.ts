import { showExpected } from "@/lib/probe/assertion";
import type { Assertion } from "@/lib/probe/assertion-shape";
import { compareDecimals, readDecimal } from "@/lib/probe/exposition-lexing";
import { type Json, repeated } from "@/lib/probe/json-text";
import { showQuantity, toBase } from "@/lib/probe/quantity";
import type {
  JudgedAssertion,
  ProbeFigure,
  ProbeReason,
  UnmeasuredCode,
  Verdict,
} from "@/lib/probe/schema";

/** What was found for the subject of an assertion. Values keep their type; nothing is coerced. */
export type Measured =
  | { type: "number"; value: number; raw: string }
  /** `raw`: what came, where the value is a reading of it (null: nothing); `told`: what people are shown for it. */
  | { type: "string"; value: string; raw?: string | null; told?: string }
  /** The beginning of a text, or all of it: nothing says whether more should have followed. */
  | { type: "beginning"; value: string }
  /** A word out of a row from low to high. */
  | { type: "ranked"; value: string; row: readonly string[] }
  | { type: "boolean"; value: boolean }
  | { type: "list"; value: string[] }
  /** It went on for at least this long when it was stopped. */
  | { type: "at-least"; value: number; raw: string }
  | { type: "none"; code: UnmeasuredCode; raw: string | null };

export type Judgement = {
  verdict: Verdict;
  reason: ProbeReason;
  assertions: JudgedAssertion[];
  figures: ProbeFigure[];
};

const longestRaw = 256;
const cut = (raw: string | null) => (raw === null ? null : raw.slice(0, longestRaw));

/** A value out of JSON, typed as it stands. Absent, null, empty and non-finite are not measured. */
export function measuredJson(value: Json | undefined): Measured {
  if (value === undefined) return { type: "none", code: "missing", raw: null };
  if (value === repeated) return { type: "none", code: "several", raw: null };
  if (value === null || value === "")
    return { type: "none", code: "empty", raw: JSON.stringify(value) };
  if (typeof value === "number") return measuredNumber(value, String(value));
  if (typeof value === "string") return { type: "string", value };
  if (typeof value === "boolean") return { type: "boolean", value };
  if ("raw" in value) return measuredNumber(value.value, value.raw);
  return { type: "none", code: "wrong-type", raw: Array.isArray(value) ? "[…]" : "{…}" };
}

export function measuredNumber(value: number, raw: string): Measured {
  return Number.isFinite(value)
    ? { type: "number", value, raw }
    : { type: "none", code: "nan", raw };
}

/** The value as it came; null when there was none. */
function rawOf(found: Measured): string | null {
  if (found.type === "list") return found.value.join(", ");
  if (found.type === "string" && found.raw !== undefined) return found.raw;
  return "raw" in found && found.type !== "string" ? found.raw : String(found.value);
}

/** One assertion against what was found. Inconclusive unless both sides have the same type. */
export function judgeAssertion(assertion: Assertion, found: Measured): JudgedAssertion {
  const raw = rawOf(found);
  const base = { text: assertion.text, expected: showExpected(assertion), raw: cut(raw) };
  const unmeasured = (code: UnmeasuredCode, actual: string | null): JudgedAssertion => ({
    ...base,
    actual: cut(actual),
    verdict: "inconclusive",
    unmeasured: code,
  });
  const judged = (holds: boolean, actual: string): JudgedAssertion => ({
    ...base,
    actual: cut(actual),
    verdict: holds ? "pass" : "fail",
    unmeasured: null,
  });
  if (found.type === "none") return unmeasured(found.code, null);
  const { bound, op } = assertion;
  if (found.type === "list") {
    const holds = listHolds(op, found.value, bound);
    return holds === null ? unmeasured("wrong-type", raw) : judged(holds, raw ?? "");
  }
  if (found.type === "ranked") {
    const holds = rankHolds(op, found, bound);
    return holds === null ? unmeasured("wrong-type", raw) : judged(holds, found.value);
  }
  if (found.type === "beginning") {
    if (bound.type !== "string") return unmeasured("wrong-type", toldOf(found));
    const holds = beginningHolds(op, found.value, bound.value);
    return holds === null ? unmeasured("open-ended", toldOf(found)) : judged(holds, toldOf(found));
  }
  if (found.type === "string" || found.type === "boolean") {
    const told = found.type === "string" ? toldOf(found) : String(found.value);
    if (bound.type !== found.type) return unmeasured("wrong-type", told);
    if (found.type === "string" && bound.type === "string" && op === "contains") {
      return judged(found.value.includes(bound.value), told);
    }
    return judged((found.value === bound.value) === (op === "=="), told);
  }
  if (bound.type !== "number" && bound.type !== "class") return unmeasured("wrong-type", found.raw);
  const value = inBase(assertion, found);
  if (value === null) return unmeasured("nan", found.raw);
  const actual = showQuantity(value, bound.type === "number" ? bound.unit : "");
  if (bound.type === "class") {
    return judged((Math.floor(value / 100) === bound.hundreds) === (op === "=="), actual);
  }
  if (found.type === "at-least") {
    const over = op === "<" ? value >= bound.value : op === "<=" && value > bound.value;
    return over ? judged(false, `≥ ${actual}`) : unmeasured("not-received", `≥ ${actual}`);
  }
  // Different numbers share one double: equal here does not mean equal there.
  if (value === bound.value && isRounded(value, found)) return unmeasured("not-exact", actual);
  return judged(compares(op, value, bound.value), actual);
}

/** Whether more digits came than a double holds, or may have come: beyond 2^53 also whole numbers are rounded. */
function isRounded(value: number, found: { value: number; raw: string }): boolean {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return true;
  const { raw } = found;
  return readDecimal(raw) !== null && compareDecimals(raw, String(found.value)) !== 0;
}

/** Quoted, so that blanks and line ends show; a body is cut before, not after. */
const toldOf = ({ value, told }: { value: string; told?: string }) =>
  told ?? JSON.stringify(value.slice(0, longestRaw));

/** Null where a rest that never came could still turn it. */
function beginningHolds(op: Assertion["op"], beginning: string, bound: string): boolean | null {
  if (op === "contains") return beginning.includes(bound) ? true : null;
  return bound.startsWith(beginning) ? null : op === "!=";
}

/** Lists are sets: order and repetition say nothing. Null when the two cannot be compared. */
function listHolds(
  op: Assertion["op"],
  found: readonly string[],
  bound: Assertion["bound"],
): boolean | null {
  if (op === "contains") return bound.type === "string" ? found.includes(bound.value) : null;
  const wanted =
    bound.type === "string" ? [bound.value] : bound.type === "list" ? bound.value : null;
  if (wanted === null) return null;
  const same =
    wanted.every((one) => found.includes(one)) && found.every((one) => wanted.includes(one));
  return same === (op === "==");
}

/** Null when one of the two has no place in the row. */
function rankHolds(
  op: Assertion["op"],
  { value, row }: { value: string; row: readonly string[] },
  bound: Assertion["bound"],
): boolean | null {
  const [left, right] = [
    row.indexOf(value),
    row.indexOf(bound.type === "string" ? bound.value : ""),
  ];
  return left < 0 || right < 0 || op === "contains" ? null : compares(op, left, right);
}

function inBase(assertion: Assertion, found: { value: number }): number | null {
  const { measuredIn } = assertion;
  const unitless = assertion.bound.type === "number" && assertion.bound.unit === "";
  if (measuredIn === null || unitless) return found.value;
  return toBase(String(found.value), measuredIn)?.value ?? null;
}

function compares(op: Assertion["op"], left: number, right: number): boolean {
  switch (op) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "contains":
      throw new Error("the parser lets no number be contained");
  }
}

/** The target itself answered, or refused to: that is a result. The rest never got to measure it. */
const failing: readonly ProbeReason["code"][] = [
  "connection-refused",
  "connection-closed",
  "answer-timeout",
  "certificate-refused",
  "tls-failed",
];

export function failsFor(problem: ProbeReason): {
  reason: ProbeReason;
  verdict: "fail" | "inconclusive";
} {
  return { reason: problem, verdict: failing.includes(problem.code) ? "fail" : "inconclusive" };
}

/**
 * The verdict of a run: fail as soon as one assertion is contradicted; pass only when there is at
 * least one, all of them hold, and nothing went wrong on the way.
 */
export function conclude(
  assertions: JudgedAssertion[],
  figures: ProbeFigure[],
  problem: { reason: ProbeReason; verdict: "fail" | "inconclusive" } | null,
): Judgement {
  const contradicted = assertions.find(({ verdict }) => verdict === "fail");
  const unmeasured = assertions.find(({ verdict }) => verdict === "inconclusive");
  const done = (verdict: Verdict, reason: ProbeReason) => ({
    verdict,
    reason,
    assertions,
    figures,
  });
  if (problem?.verdict === "fail") return done("fail", problem.reason);
  if (contradicted !== undefined) {
    const { text, expected, actual } = contradicted;
    return done("fail", { code: "contradicted", params: { text, expected, actual: actual ?? "" } });
  }
  if (problem !== null) return done("inconclusive", problem.reason);
  if (unmeasured !== undefined || assertions.length === 0) {
    const params = { text: unmeasured?.text ?? "", why: unmeasured?.unmeasured ?? "missing" };
    return done("inconclusive", { code: "not-measured", params });
  }
  return done("pass", { code: "held", params: { count: assertions.length } });
}
