import { expect, test } from "vitest";
import { boundOf, distribute } from "@/components/deployment/probes/distribution";
import type { JudgedAssertion } from "@/lib/probe/schema";

const line = (text: string, expected: string): JudgedAssertion => ({
  ...{ text, expected, actual: null, raw: null },
  ...{ verdict: "inconclusive", unmeasured: "missing" },
});

test("every request that counted stands in one bin, and the bound is always in the picture", () => {
  const drawn = distribute([10, 20, null, 40, 30], 500);
  expect(drawn?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  expect(drawn?.lost).toBe(1);
  expect(drawn?.toMs).toBeGreaterThan(500);
  expect(drawn?.at).toEqual([
    { percent: 50, ms: 20 },
    { percent: 95, ms: 40 },
    { percent: 99, ms: 40 },
    { percent: 100, ms: 40 },
  ]);
});

test("without a request that counted there is nothing to draw", () => {
  expect(distribute([null, null], 500)).toBeNull();
});

test("the lowest bound on time is drawn; bounds on other things are none", () => {
  const lines = [line("p95 < 500ms", "< 500 ms"), line("max < 2s", "< 2000 ms")];
  expect(boundOf([...lines, line("errors <= 3", "<= 3")])).toBe(500);
  expect(boundOf([line("time < 1ms", "< 1 ms")])).toBeNull();
});
