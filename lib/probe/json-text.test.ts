import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, readJson, repeated } from "@/lib/probe/json-text";

/** As `JSON.parse` would have it; the last of a repeated name is not known any more. */
function plain(value: Json): unknown {
  if (value === repeated) return "repeated";
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, inner]) => [name, plain(inner)]));
  return typeof value === "object" && value !== null ? value.value : value;
}

const read = (text: string) => {
  const result = readJson(text);
  return result.ok ? plain(result.value) : result.code;
};

test("what JSON is read as is what everybody reads it as", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, "\t"), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(read(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test("whatever is not JSON elsewhere is not JSON here, and the other way round", () => {
  const piece = fc.constantFrom(
    ...'{}[],:"\\ \n\t/019-+.eEu',
    "null",
    "true",
    '"a"',
    "\\u00e9",
    "\u0001",
    "NaN",
    "\ufeff",
    "1e999",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((all) => all.join("")),
    fc.jsonValue().map((value) => JSON.stringify(value).slice(0, -1)),
  );
  fc.assert(
    fc.property(text, (given) => {
      let valid = true;
      try {
        JSON.parse(given);
      } catch {
        valid = false;
      }
      expect(readJson(given).ok).toBe(valid);
    }),
    { numRuns: 5000 },
  );
});

describe("what JSON.parse would lose", () => {
  test.each([
    ['{"a":1,"a":1}', { a: "repeated" }],
    ['{"a":1,"b":2,"a":{"c":3}}', { a: "repeated", b: 2 }],
    ['{"a":1,"\\u0061":2,"a":3}', { a: "repeated" }],
    ['[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['{"__proto__":1,"toString":2}', JSON.parse('{"__proto__":1,"toString":2}')],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("how a number was written", () => {
    const raw = "[1.50,9007199254740993,1e3,-0,7]";
    expect(readJson(raw)).toEqual({
      ok: true,
      value: [
        { value: 1.5, raw: "1.50" },
        { value: 9007199254740992, raw: "9007199254740993" },
        { value: 1000, raw: "1e3" },
        { value: -0, raw: "-0" },
        7,
      ],
    });
  });
});

test("depth is bounded, and says so", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(readJson(nested(200)).ok).toBe(true);
  expect(read(nested(201))).toBe("too-many");
  expect(read("[".repeat(1_000_000))).toBe("too-many");
});
