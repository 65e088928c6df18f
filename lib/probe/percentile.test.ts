import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, mostRequests, nearestRank, needed } from "@/lib/probe/percentile";
import "@/lib/testing/fast-check";

/** P(at most `over` of `n`), by the recurrence of its terms in floating point: another way to the same number. */
function likelihood(over: number, n: number, share: number): number {
  let term = (1 - share) ** n;
  let total = term;
  for (let i = 1; i <= over; i += 1) {
    term *= ((n - i + 1) / i) * (share / (1 - share));
    total += term;
  }
  return total;
}

describe("how many requests support a pass", () => {
  test.each([
    [950, 0, 59],
    [950, 1, 93],
    [950, 2, 124],
    [950, 3, 153],
    [950, 4, 181],
    [950, 5, 208],
    [950, 6, 234],
    [950, 7, 260],
    [950, 8, 286],
    [950, 9, null],
    [500, 0, 5],
    [500, 1, 8],
    [500, 2, 11],
    [900, 0, 29],
    [900, 1, 46],
    [900, 2, 61],
    [990, 0, 299],
    [990, 1, null],
    [999, 0, null],
  ])("%i tenths with %i over: %j", (tenths, over, n) => {
    expect(needed(over, tenths)).toBe(n);
    if (n === null) return;
    expect(decide(n, over, tenths)).toBe("pass");
    expect(decide(n - 1, over, tenths)).not.toBe("pass");
  });
});

test("every n and k of p50, p90, p95 and p99 is decided as computed independently", () => {
  for (const tenths of [500, 900, 950, 990]) {
    const share = (1000 - tenths) / 1000;
    for (let n = 1; n <= mostRequests; n += 13) {
      for (let over = 0; over <= Math.min(n, 170); over += 1) {
        const low = likelihood(over, n, share);
        const high = over === 0 ? 1 : 1 - likelihood(over - 1, n, share);
        // Exactly one in twenty is a matter of exact arithmetic, tested by itself.
        if (Math.abs(low - 0.05) < 1e-9 || Math.abs(high - 0.05) < 1e-9) continue;
        const decision = decide(n, over, tenths);
        const expected = low <= 0.05 ? "pass" : high <= 0.05 ? "fail" : "open";
        const got = typeof decision === "string" ? decision : "open";
        expect([tenths, n, over, got]).toEqual([tenths, n, over, expected]);
      }
    }
  }
});

test.each([
  // One slow request alone comes once in twenty times when p95 is just at the bound: exactly enough.
  [1, 1, 950, "fail"],
  [1, 1, 940, "open"],
  [1, 0, 50, "pass"],
  [1, 0, 51, "open"],
  [20, 3, 950, "open"],
  [20, 4, 950, "fail"],
  [100, 9, 950, "open"],
  [100, 10, 950, "fail"],
  [0, 0, 950, "open"],
])("%i requests, %i over, %i tenths: %s", (n, over, tenths, expected) => {
  const decision = decide(n, over, tenths);
  expect(typeof decision === "string" ? decision : "open").toBe(expected);
});

test("a verdict never contradicts the value that is shown beside it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 999 }),
      fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 300 }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (tenths, values, bound) => {
        const sorted = values.toSorted((a, b) => a - b);
        const shown = nearestRank(sorted, tenths);
        const over = sorted.filter((value) => value > bound).length;
        const decision = decide(sorted.length, over, tenths);
        if (decision === "pass") expect(shown).toBeLessThanOrEqual(bound);
        if (decision === "fail") expect(shown).toBeGreaterThan(bound);
      },
    ),
  );
});

test("nearest rank is one of the values", () => {
  const sorted = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  expect([10, 100, 101, 500, 501, 900, 950, 999].map((p) => nearestRank(sorted, p))).toEqual([
    1, 1, 2, 5, 6, 9, 10, 10,
  ]);
});
