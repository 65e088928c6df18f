import type { Comparison } from "@/lib/probe/json-path-shape";
import { type Json, numberIn, repeated } from "@/lib/probe/json-text";

/** How RFC 9535 compares two values in a filter. */

/** Thrown where an answer cannot be searched: a repeated name on the way, or too much to look at. */
export class Unclear extends Error {
  constructor(readonly code: "several" | "too-many") {
    super(code);
  }
}

/** `undefined`: there is no such value, which is equal to nothing but itself. */
export type Value = Json | undefined;

/** `spend` is told how much was looked at, and may throw. */
export function compare(
  op: Comparison,
  left: Value,
  right: Value,
  spend: (amount: number) => void,
): boolean {
  switch (op) {
    case "==":
      return same(left, right, spend);
    case "!=":
      return !same(left, right, spend);
    case "<":
      return less(left, right, spend);
    case ">":
      return less(right, left, spend);
    case "<=":
      return less(left, right, spend) || same(left, right, spend);
    case ">=":
      return less(right, left, spend) || same(left, right, spend);
  }
}

function same(left: Value, right: Value, spend: (amount: number) => void): boolean {
  spend(1);
  if (right === repeated) throw new Unclear("several");
  if (typeof left === "string" && typeof right === "string") return sameText(left, right, spend);
  const number = numberIn(left);
  if (number !== null) return number === numberIn(right);
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => same(item, right[index], spend))
    );
  }
  if (left instanceof Map) {
    spend(left.size);
    return (
      right instanceof Map &&
      left.size === right.size &&
      [...left].every(([name, value]) => right.has(name) && same(value, right.get(name), spend))
    );
  }
  if (left === repeated) throw new Unclear("several");
  return left === right;
}

function sameText(left: string, right: string, spend: (amount: number) => void): boolean {
  if (left.length !== right.length) return false;
  spend(left.length >> 6);
  return left === right;
}

function less(left: Value, right: Value, spend: (amount: number) => void): boolean {
  spend(1);
  if (typeof left === "string" && typeof right === "string") {
    spend(Math.min(left.length, right.length) >> 6);
    return lessText(left, right);
  }
  const [a, b] = [numberIn(left), numberIn(right)];
  return a !== null && b !== null && a < b;
}

/** By characters: JavaScript's own order is by halves of them. */
function lessText(left: string, right: string): boolean {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  if (at >= left.length || at >= right.length) return left.length < right.length;
  // Different second halves of characters that begin alike are told apart by the whole.
  const [a = 0, b = 0] = [left, right].map((text) => {
    const begun =
      at > 0 &&
      /[\udc00-\udfff]/.test(text[at] ?? "") &&
      /[\ud800-\udbff]/.test(text[at - 1] ?? "");
    return text.codePointAt(begun ? at - 1 : at) ?? 0;
  });
  return a < b;
}
