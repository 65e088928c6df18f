import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAssertion } from "@/lib/probe/assertion";
import { judgeRange, type Range } from "@/lib/probe/range";

function judged(line: string, range: Range) {
  const read = parseAssertion(line, { words: {}, paths: false, samples: true });
  if (!read.ok) throw new Error(read.message);
  return judgeRange(read.value, range);
}

const bucket = (low: number, high: number): Range => ({ low, high, lowIncluded: false, raw: "" });
const between = (low: number, high: number): Range => ({ low, high, lowIncluded: true, raw: "" });

describe("a bucket from above 0.25 s up to 0.5 s", () => {
  test.each([
    ["p95 x_seconds < 600ms", "pass"],
    ["p95 x_seconds <= 500ms", "pass"],
    ["p95 x_seconds < 500ms", "inconclusive"],
    ["p95 x_seconds < 300ms", "inconclusive"],
    ["p95 x_seconds <= 250ms", "fail"],
    ["p95 x_seconds < 250ms", "fail"],
    ["p95 x_seconds > 250ms", "pass"],
    ["p95 x_seconds >= 250ms", "pass"],
    ["p95 x_seconds > 251ms", "inconclusive"],
    ["p95 x_seconds >= 500ms", "inconclusive"],
    ["p95 x_seconds > 500ms", "fail"],
    ["p95 x_seconds == 500ms", "inconclusive"],
    ["p95 x_seconds == 250ms", "fail"],
    ["p95 x_seconds != 250ms", "pass"],
    ["p95 x_seconds != 400ms", "inconclusive"],
  ])("%s: %s", (line, verdict) => {
    expect(judged(line, bucket(0.25, 0.5))).toMatchObject({
      verdict,
      actual: "> 250 ms, ≤ 500 ms",
      unmeasured: verdict === "inconclusive" ? "between" : null,
    });
  });
});

test("an edge that is infinite decides only what it can", () => {
  expect(judged("p99 x < 2", bucket(2, Infinity))).toMatchObject({
    verdict: "fail",
    actual: "> 2",
  });
  expect(judged("p99 x < 3", bucket(2, Infinity)).verdict).toBe("inconclusive");
  expect(judged("p99 x >= 0", bucket(-Infinity, 1))).toMatchObject({
    verdict: "inconclusive",
    actual: "≤ 1",
  });
});

test("the verdict is that of every value in the range, and of none outside it", () => {
  const number = fc.integer({ min: -20, max: 20 });
  const op = fc.constantFrom("<", "<=", ">", ">=", "==", "!=");
  const holds: Record<string, (value: number, bound: number) => boolean> = {
    "<": (value, bound) => value < bound,
    "<=": (value, bound) => value <= bound,
    ">": (value, bound) => value > bound,
    ">=": (value, bound) => value >= bound,
    "==": (value, bound) => value === bound,
    "!=": (value, bound) => value !== bound,
  };
  fc.assert(
    fc.property(number, fc.nat(10), number, op, fc.boolean(), (low, width, bound, sign, closed) => {
      const range = closed ? between(low, low + width) : bucket(low, low + width + 1);
      // Halves between whole edges and bounds stand for everything that lies between them.
      const values: number[] = [];
      for (let value = range.low + (closed ? 0 : 0.5); value <= range.high; value += 0.5)
        values.push(value);
      const held = values.map((value) => holds[sign]?.(value, bound));
      const wanted = held.every(Boolean) ? "pass" : held.some(Boolean) ? "inconclusive" : "fail";
      expect(judged(`p50 x ${sign} ${bound}`, range).verdict).toBe(wanted);
    }),
    { numRuns: 2000 },
  );
});
