import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "@/lib/log/event";

describe("canonical JSON", () => {
  it("is what another implementation of RFC 8785 writes, whatever the value", () => {
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: "binary" });
    fc.assert(
      fc.property(value, (made) => {
        expect(canonical(made)).toBe(canonicalize(made));
      }),
      { numRuns: 500 },
    );
  });

  it("writes the RFC's own example", () => {
    const example = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonical(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sorts by UTF-16 code units, as the RFC asks", () => {
    const names = {
      "\u20ac": 1,
      "\r": 2,
      "\ufb33": 3,
      "1": 4,
      "\ud83d\ude00": 5,
      "\u0080": 6,
      "\u00f6": 7,
    };
    const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"];
    expect(Object.keys(JSON.parse(canonical(names)))).toEqual(
      ["1", ...sorted.filter((name) => name !== "1")], // an engine lists integers first
    );
    expect([...canonical(names).matchAll(/:(\d)/g)].map(([, value]) => Number(value))).toEqual([
      2, 4, 6, 7, 1, 5, 3,
    ]);
  });

  it("writes the same for what is in order already", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }), (made) => {
        const text = canonical(made);
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it("leaves out members without a JSON form and takes dates as JSON does", () => {
    const at = new Date(0);
    expect(canonical({ b: undefined, a: at, c: [undefined], d: -0 })).toBe(
      '{"a":"1970-01-01T00:00:00.000Z","c":[null],"d":0}',
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, "\ud800", { "\udc00": 1 }, undefined])(
    "has no form for %s",
    (value) => {
      expect(() => canonical(value)).toThrow();
    },
  );
});
