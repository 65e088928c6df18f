import fc from "fast-check";
import { expect, test } from "vitest";
import { exactSum } from "@/lib/probe/exact-sum";

test("decimals add up as on paper", () => {
  expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
  expect(exactSum([0.1, 0.2])).toBe(0.3);
  expect(exactSum([0.3, -0.1])).toBe(0.2);
  expect(exactSum([1e21, 0.5, -1e21])).toBe(0.5);
  expect(exactSum([1e-7, -0.5, 0.5])).toBe(1e-7);
  expect(exactSum([2 ** 53, 1, -(2 ** 53)])).toBe(1);
  expect(exactSum([])).toBe(0);
  expect(exactSum([1.5, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
  expect(exactSum([1e300, 1e-300, 5e-324])).toBe(1e300);
});

test("hundredths add up like the whole numbers that they are of", () => {
  const hundredths = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 50 });
  fc.assert(
    fc.property(hundredths, (all) => {
      const whole = all.reduce((total, one) => total + one, 0);
      expect(exactSum(all.map((one) => one / 100))).toBe((whole + 0) / 100);
    }),
  );
});
