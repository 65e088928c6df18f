import { describe, expect, it } from "vitest";
import {
  detailOf,
  firstWord,
  percentOf,
  readAmount,
  readAsked,
} from "@/components/deployment/probes/asked";

describe("what was expected, taken apart", () => {
  it.each([
    [">= 30 days", { op: "atLeast", value: "30 days" }],
    ["== 2xx", { op: "is", value: "2xx" }],
    ['contains "a < b"', { op: "contains", value: '"a < b"' }],
    ['== ["a","b"]', { op: "is", value: '["a","b"]' }],
  ])("%s", (expected, asked) => {
    expect(readAsked(expected)).toEqual(asked);
  });

  it("is left alone where it has another form", () => {
    expect(readAsked("something else")).toBeNull();
  });
});

describe("what was measured", () => {
  it("is an amount only when it is one whole", () => {
    expect(readAmount("12 days")).toEqual({ value: 12, unit: "days", atLeast: false });
    expect(readAmount("≥ 10003.25 ms")).toEqual({ value: 10003.25, unit: "ms", atLeast: true });
    expect(readAmount('"12 days"')).toBeNull();
    expect(readAmount("70%")).toBeNull();
  });

  it("is told by its first word", () => {
    expect(firstWord("weak: max-age is 0")).toBe("weak");
    expect(firstWord('"trusted"')).toBe("trusted");
    expect(firstWord("auth-required: -NOAUTH")).toBe("auth-required");
  });

  it("may say more than its word", () => {
    expect(detailOf("weak: max-age is 0")).toBe("max-age is 0");
    expect(detailOf("fail (status 200, the body says DOWN)")).toBe(
      "status 200, the body says DOWN",
    );
    expect(detailOf('"a: b"')).toBeNull();
    expect(detailOf("12 days")).toBeNull();
  });

  it("is a share of requests for percentiles alone", () => {
    expect(percentOf("p95")).toBe(95);
    expect(percentOf("p99.9")).toBe(99.9);
    expect(percentOf("pong")).toBeNull();
  });
});
