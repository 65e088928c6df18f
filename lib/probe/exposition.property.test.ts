import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatOfType, formats, guessFormat, parseExposition } from "@/lib/probe/exposition-format";
import { compareDecimals } from "@/lib/probe/exposition-lexing";

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}$/);
const labels = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/),
  fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
  { maxKeys: 3 },
);
const escaped = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

describe.each(formats)("%s", (format) => {
  test("what is written by the rules is read back as it was", () => {
    fc.assert(
      fc.property(name, labels, fc.double(), (metric, pairs, number) => {
        const inside = Object.entries(pairs).map(([key, text]) => `${key}="${escaped(text)}"`);
        const end = format === "openmetrics" ? "# EOF\n" : "";
        const read = parseExposition(`${metric}{${inside.join(",")}} ${number}\n${end}`, format);
        if (!read.valid) throw new Error(read.reason);
        expect(read.samples[0]?.name).toBe(metric);
        expect(Object.fromEntries(read.samples[0]?.labels ?? [])).toEqual({ ...pairs });
        const value = read.samples[0]?.value;
        expect(Object.is(value, number) || value === number).toBe(true);
      }),
    );
  });

  test("no text makes the parser throw, and a wrong line is one that there is", () => {
    const pieces = ["a", "_total", "_bucket", "{", "}", '"', "=", ",", "\\", "\n", " ", "\t", "# "];
    const words = [
      "HELP",
      "TYPE",
      "UNIT",
      "EOF",
      "histogram",
      "counter",
      "le",
      "1",
      "NaN",
      "\0",
      "가",
    ];
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...pieces, ...words), { maxLength: 60 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (input) => {
        const read = parseExposition(input, format);
        if (read.valid) return;
        expect(read.line).toBeGreaterThanOrEqual(1);
        expect(read.line).toBeLessThanOrEqual(input.split("\n").length);
        expect(read.reason).not.toBe("");
      }),
      { numRuns: 2000 },
    );
  });

  test("a mebibyte of the worst is read in bounded time", () => {
    const mebibyte = 1 << 20;
    const worst = [
      " ".repeat(mebibyte),
      `a{b="${"\\n".repeat(mebibyte / 2)}"} 1\n`,
      `a{b="${"\\".repeat(mebibyte)}"} 1\n`,
      `a{${'b="",'.repeat(mebibyte / 5)}} 1\n`,
      `a{${Array.from({ length: 100_000 }, (_, n) => `b${n}=""`).join(",")}} 1\n`,
      "a 1\n".repeat(mebibyte / 4),
      Array.from({ length: 60_000 }, (_, n) => `a{b="${n}"} 1\n`).join(""),
      Array.from({ length: 60_000 }, (_, n) => `a${n} 1\n`).join(""),
      `# TYPE a histogram\n${Array.from({ length: 30_000 }, (_, n) => `a_bucket{le="${n}"} 1\n`).join("")}`,
      `${"a".repeat(mebibyte)}\n`,
      `${"_count".repeat(mebibyte / 6)} 1\n`,
      `a ${"9".repeat(mebibyte)}x\n`,
      `a 0.${"9".repeat(mebibyte)}\n`,
      `a 1 ${"9".repeat(mebibyte)}\n`,
      `a 1 ${"0".repeat(mebibyte)}\na 1 ${"0".repeat(mebibyte)}1\n`,
      `# HELP a ${"\\\\".repeat(mebibyte / 2)}\n`,
      "# TYPE a gauge\n".repeat(mebibyte / 15),
      "\n".repeat(mebibyte),
    ];
    // A parser that takes more than linear time would not end within the test's own limit.
    for (const text of worst) {
      expect(typeof parseExposition(text, format).valid).toBe("boolean");
      expect(typeof parseExposition(`${text}# EOF\n`, format).valid).toBe("boolean");
    }
  });
});

test("decimals are compared exactly, whatever their spelling", () => {
  const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  const spelled = (value: bigint, shift: number) => {
    const text = `${value < 0n ? -value : value}`.padStart(shift + 1, "0");
    const at = text.length - shift;
    return `${value < 0n ? "-" : ""}00${text.slice(0, at)}.${text.slice(at)}0e${shift}`;
  };
  fc.assert(
    fc.property(digits, digits, fc.nat(40), fc.nat(40), (a, b, left, right) => {
      const compared = compareDecimals(spelled(a, left), spelled(b, right));
      expect(Math.sign(compared)).toBe(a === b ? 0 : a < b ? -1 : 1);
    }),
  );
});

test("the format is that of the content type, or what the end of the document says", () => {
  expect(formatOfType(null)).toBe("text");
  expect(formatOfType("text/plain; version=0.0.4; charset=utf-8")).toBe("text");
  expect(formatOfType("application/openmetrics-text; version=1.0.0; charset=utf-8")).toBe(
    "openmetrics",
  );
  expect(formatOfType("application/openmetrics-text;version=0.0.1")).toBe("openmetrics");
  expect(formatOfType("application/openmetrics-text")).toBe("openmetrics");
  expect(formatOfType("application/openmetrics-text; version=2.0.0")).toBeNull();
  expect(formatOfType("text/html")).toBeNull();
  expect(formatOfType("application/json")).toBeNull();
  expect(guessFormat("a 1\n# EOF\n")).toBe("openmetrics");
  expect(guessFormat("# EOF")).toBe("openmetrics");
  expect(guessFormat("a 1\n# EOFx\n")).toBe("text");
  expect(guessFormat("a 1\n")).toBe("text");
});
