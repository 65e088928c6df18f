import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExposition } from "@/lib/probe/exposition";

const document = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
metric_without_timestamp_and_labels 12.47
something_weird{problem="division by zero"} +Inf -3982045
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.05"} 24054
http_request_duration_seconds_bucket{le="+Inf"} 144320
http_request_duration_seconds_sum 53423
http_request_duration_seconds_count 144320
# TYPE rpc summary
rpc{quantile="0.5"} 4773
rpc_count 2693
`;

test("the format's own example is read, labels unescaped", () => {
  const read = parseExposition(document);
  if (!read.valid) throw new Error(`${read.line}: ${read.reason}`);
  expect(read.samples).toHaveLength(11);
  expect(read.samples[2]?.labels.get("error")).toBe('Cannot find file:\n"FILE.TXT"');
  expect(read.samples[4]?.value).toBe(Infinity);
  expect(read.types.get("rpc")).toBe("summary");
});

describe("valid", () => {
  test.each([
    ["nothing", ""],
    ["blank lines and tabs", "\n \t \n\ta\t1\t\n"],
    ["a trailing comma", 'a{b="c",} 1\n'],
    ["no labels in braces", "a{} 1\n"],
    ["blanks inside braces", 'a { b = "c" , d="e" } 1\n'],
    ["any spelling of NaN", "a nan\nb NaN\n"],
    ["exponents", "a 1e3\nb -.5E-2\nc 5.\n"],
    ["a comment that looks like one", "#HELPER\n# TYPES x y\n# TYPE\n# HELP a\n"],
    ["UTF-8 in labels", 'a{b="가나다"} 1\n'],
  ])("%s", (_, text) => {
    expect(parseExposition(text)).toMatchObject({ valid: true });
  });
});

describe("invalid, with line and reason", () => {
  test.each([
    ["a 1", 1, "line feed"],
    ["a 1\nb\n", 2, "unexpected text"],
    ["a\n", 1, "unexpected text"],
    ["a{} \n", 1, "value was expected"],
    ["a x\n", 1, "not a value"],
    ["a 0x1F\n", 1, "not a value"],
    ["a 1_000\n", 1, "not a value"],
    ["a 1e999\n", 1, "not a value"],
    ["a 1\r\n", 1, "not a value"],
    ["a 1 2 3\n", 1, "after the timestamp"],
    ["a 1 2.5\n", 1, "not a timestamp"],
    ["a 1 9223372036854775808\n", 1, "not a timestamp"],
    ["0a 1\n", 1, "metric name"],
    ["a-b 1\n", 1, "unexpected text"],
    ["<!DOCTYPE html>\n", 1, "metric name"],
    ['a{b="c} 1\n', 1, "labels"],
    ['a{b="\\x"} 1\n', 1, "labels"],
    ["a{b='c'} 1\n", 1, "labels"],
    ['a{b="c" d="e"} 1\n', 1, "labels"],
    ["a{,} 1\n", 1, "labels"],
    ['a{b="c",,} 1\n', 1, "labels"],
    ['a{0="c"} 1\n', 1, "labels"],
    ['a{b="1",b="2"} 1\n', 1, "twice"],
    ['a{__name__="b"} 1\n', 1, "reserved"],
    ["# TYPE a gauge\n# TYPE a gauge\n", 2, "second TYPE"],
    ["# HELP a x\n# HELP a x\n", 2, "second HELP"],
    ["# HELP a \\x\n", 1, "backslash"],
    ["a 1\n# TYPE a gauge\n", 2, "after its samples"],
    ["# TYPE a number\n", 1, "not a metric type"],
    ["# TYPE 0a gauge\n", 1, "not a metric name"],
    ['# TYPE a histogram\na_bucket{le="x"} 1\n', 2, "not a number"],
    ['# TYPE a summary\na{quantile="x"} 1\n', 2, "not a number"],
  ])("%j", (text, line, reason) => {
    const read = parseExposition(text);
    expect(read).toMatchObject({ valid: false, line });
    expect(read.valid ? "" : read.reason).toContain(reason);
  });
});

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}$/);
const labels = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/),
  fc.string({ unit: "binary" }),
  { maxKeys: 3 },
);
const escaped = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

test("what is written by the rules is read back as it was", () => {
  const value = fc.double();
  fc.assert(
    fc.property(name, labels, value, (metric, pairs, number) => {
      const inside = Object.entries(pairs).map(([key, text]) => `${key}="${escaped(text)}"`);
      const read = parseExposition(`${metric}{${inside.join(",")}} ${number}\n`);
      if (!read.valid) throw new Error(read.reason);
      expect(read.samples[0]?.name).toBe(metric);
      expect(Object.fromEntries(read.samples[0]?.labels ?? [])).toEqual({ ...pairs });
      expect(Object.is(read.samples[0]?.value, number) || read.samples[0]?.value === number).toBe(
        true,
      );
    }),
  );
});

test("no text makes the parser throw", () => {
  const piece = fc.constantFrom(
    "a",
    "{",
    "}",
    '"',
    "=",
    ",",
    "\\",
    "\n",
    " ",
    "\t",
    "#",
    "HELP",
    "TYPE",
    "1",
    "NaN",
    "\u0000",
    "가",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 60 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (input) => {
      expect(typeof parseExposition(input).valid).toBe("boolean");
    }),
    { numRuns: 2000 },
  );
});

test("a mebibyte of the worst is read in bounded time", () => {
  const worst = [
    " ".repeat(1 << 20),
    `a{b="${"\\n".repeat(1 << 19)}"} 1\n`,
    "a 1\n".repeat(1 << 18),
    `${"a".repeat(1 << 20)}\n`,
    `a 1 ${"9".repeat(1 << 20)}\n`,
  ];
  // A parser that takes more than linear time would not end within the test's own limit.
  for (const text of worst) expect(typeof parseExposition(text).valid).toBe("boolean");
});
