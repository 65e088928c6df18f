import { describe, expect, it } from "vitest";
import { shape, union } from "@/lib/live/wishes";

const wish = (streams: Record<string, number>, away = false) => ({
  streams: new Map(Object.entries(streams)),
  away,
});

describe("the wishes of all tabs", () => {
  it("are asked for together, from the lowest number that one of them has", () => {
    const { streams } = union([wish({ a: 7, b: 2 }), wish({ a: 5 }), wish({ c: 0 })]);
    expect([...streams]).toEqual([
      ["a", 5],
      ["b", 2],
      ["c", 0],
    ]);
  });

  it("count as away where nobody looks in any tab", () => {
    const { away } = union([wish({ a: 1, b: 1 }, true), wish({ a: 1 })]);
    expect([...away]).toEqual(["b"]);
  });

  it("have one shape for whatever numbers, and another when somebody looks away", () => {
    const one = union([wish({ a: 1, b: 2 })]);
    expect(shape(union([wish({ b: 9, a: 3 })]))).toBe(shape(one));
    expect(shape(union([wish({ a: 1, b: 2 }, true)]))).not.toBe(shape(one));
    expect(shape(union([wish({ a: 1 })]))).not.toBe(shape(one));
  });
});
