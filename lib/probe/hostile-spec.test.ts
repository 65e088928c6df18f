import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseSpec, parseSpecText } from "@/lib/probe/spec";
import { quoteVariables } from "@/lib/probe/spec-text";
import { readSpanMs, readStability } from "@/lib/probe/stability";

/** What reads in its length takes milliseconds here; what reads in its square takes a minute or more. */
const much = 120_000;
const longestMs = 10_000;

const http = (more: Record<string, unknown>) => ({ kind: "http", target: "http://a.b", ...more });
const blanks = " ".repeat(much);

describe("a spec made to keep its reader busy is read or refused soon", () => {
  test.each<[string, () => unknown]>([
    ["a variable and then blanks", () => quoteVariables(`target: {{a${blanks}x`)],
    ["blanks and then a variable", () => quoteVariables(`${blanks}{{a}}`)],
    ["a duration of blanks", () => parseSpec(http({ for: `1${blanks}x` }))],
    ["a time of blanks", () => parseSpec(http({ recheck: `1${blanks}x` }))],
    ["a time-out of digits", () => parseSpec(http({ timeout: `${"1".repeat(much)}x` }))],
    [
      "certificates that only begin",
      () => parseSpec(http({ ca: "-----BEGIN CERTIFICATE-----".repeat(2000) })),
    ],
    ["a path of steps", () => parseSpec(http({ assert: [`$${"[0]".repeat(much / 3)} == 1`] }))],
    ["a variable that never ends", () => parseSpec(http({ assert: [`{{${blanks}`] }))],
    ["YAML of brackets", () => parseSpecText("[".repeat(much))],
    ["YAML of dashes", () => parseSpecText("- ".repeat(much / 2))],
    ["YAML of keys in keys", () => parseSpecText("{a: ".repeat(much / 4))],
    ["YAML of question marks", () => parseSpecText("? ".repeat(much / 2))],
    ["YAML of escapes", () => parseSpecText(`a: "${"\\u0041".repeat(much / 6)}"`)],
    ["YAML of anchors", () => parseSpecText("- &a 1\n".repeat(much / 8))],
  ])("%s", (_, read) => {
    const started = performance.now();
    read();
    expect(performance.now() - started).toBeLessThan(longestMs);
  });
});

test("an unquoted variable is read with all that stands after it, up to a comment", () => {
  const part = fc.constantFrom("{{", "}}", "a", " ", "#", "'", '"', ": ", "- ", "\t");
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const written = `{{a}}${parts.join("")}`;
      const [, value] = /^(.*?)(?:\s+#.*|\s*)$/.exec(written) ?? [];
      expect(parse(quoteVariables(`k: ${written}`))).toEqual({ k: value });
    }),
  );
});

test("a duration is read as it was written, or not at all", () => {
  const span = fc.tuple(
    fc.integer({ min: 1, max: 999 }),
    fc.constantFrom("s", "seconds", "min", "h"),
  );
  fc.assert(
    fc.property(span, fc.integer({ min: 1, max: 60 }), ([amount, unit], every) => {
      const windowMs = readSpanMs(`${amount} ${unit}`) ?? 0;
      const read = readStability(`${amount} ${unit}, every ${every}s`);
      if (read === null) return;
      expect(read.everyMs).toBe(every * 1000);
      expect((read.rounds - 1) * read.everyMs).toBeLessThanOrEqual(windowMs);
      expect(read.rounds * read.everyMs).toBeGreaterThan(windowMs);
      expect(read.needed).toBe(read.rounds);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(() => readStability(text)).not.toThrow();
    }),
  );
});
