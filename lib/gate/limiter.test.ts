import { describe, expect, it } from "vitest";
import { createLimiter } from "@/lib/gate/limiter";

describe("a limiter", () => {
  it("lets so many through in a window, each key for itself, and says how long to wait", () => {
    const limiter = createLimiter({ most: 2, windowMs: 10_000, keys: 10 });
    expect([limiter.take("a", 0), limiter.take("a", 1), limiter.take("a", 4_000)]).toEqual([
      0, 0, 6,
    ]);
    expect(limiter.take("b", 4_000)).toBe(0);
    expect(limiter.take("a", 10_000)).toBe(0);
  });

  it("remembers no more keys than it was told to", () => {
    const limiter = createLimiter({ most: 1, windowMs: 10_000, keys: 2 });
    for (const key of ["a", "b", "c"]) expect(limiter.take(key, 0)).toBe(0);
    expect(limiter.take("c", 0)).toBe(10);
    expect(limiter.take("a", 0)).toBe(0);
  });
});
