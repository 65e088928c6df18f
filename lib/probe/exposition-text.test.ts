import { describe, expect, test } from "vitest";
import { parseText } from "@/lib/probe/exposition-text";

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

test("the format's own example is read, labels unescaped, times kept", () => {
  const read = parseText(document);
  if (!read.valid) throw new Error(`${read.line}: ${read.reason}`);
  expect(read.samples).toHaveLength(11);
  expect(read.samples[2]?.labels.get("error")).toBe('Cannot find file:\n"FILE.TXT"');
  expect(read.samples[4]).toMatchObject({ value: Infinity, timestampMs: -3982045 });
  expect(read.samples[3]?.timestampMs).toBeNull();
  expect(read.types.get("rpc")).toBe("summary");
  expect(read.types.get("metric_without_timestamp_and_labels")).toBe("untyped");
});

describe("valid", () => {
  test.each([
    ["nothing", ""],
    ["blank lines", "\n \t \n\n"],
    ["blanks after the last line", "a 1\n\t  "],
    ["blanks before and between tokens", " \ta \t 1\t 2\n"],
    ["no blank where none is needed", 'a{b="c"}1\nd{}-Inf\ne-1\n'],
    ["a trailing comma", 'a{b="c",} 1\na{b="d" , } 1\n'],
    ["no labels in braces", "a{} 1\na { } 1\n"],
    ["blanks inside braces", 'a { b = "c" , d="e"\t} 1\n'],
    ["any spelling of NaN and infinities", "a nan\nb NAN\nc +inf\nd -Infinity\ne Inf\n"],
    ["exponents and points at either end", "a 1e3\nb -.5E-2\nc 5.\nd +08\n"],
    ["a number too small for a double", "a 1e-999\n"],
    ["comments of every kind", "#\n# \n#x\n# HELPER a\n# TYPES x y\n# EOF\n  # x\n"],
    [
      "HELP and TYPE that say nothing, again and again",
      "# TYPE\n# HELP a\n# HELP a\n# HELP a \n# TYPE a \n# HELP\n",
    ],
    ["blanks in metadata", "  #  HELP\ta  \tx  \n#\tTYPE   a \t gauge\na 1\n"],
    ["metadata without a blank after #", "#TYPE a gauge\na 1\n"],
    ["a type in any case", "# TYPE a gAuGe\n# TYPE b UNTYPED\n"],
    ["HELP after samples", "a 1\n# HELP a x\n"],
    ["HELP with escapes, quotes and anything else", '# HELP a \\\\ \\n \\" " {} # \r\n'],
    ["metadata only", "# TYPE a counter\n# HELP b x\n"],
    [
      "samples of a family anywhere",
      '# TYPE a summary\na_sum 1\nb 1\na_count 1\na{quantile="0.5"} 1\n',
    ],
    ["a sample twice", "a 1\na 2\n"],
    [
      "a label that a summary has of its own",
      '# TYPE a summary\na{quantile="-12.34",} NaN\na{quantile="nan"} 1\n',
    ],
    [
      "a histogram in any order, without +Inf",
      '# TYPE a histogram\na_count 2.5\na_bucket{le="2"} 1\na_bucket{le="1"} 5\na 1\n',
    ],
    [
      "a gauge histogram",
      '# TYPE a gaugehistogram\na_bucket{le="1"} 1\n# TYPE b gauge_histogram\n',
    ],
    ["a negative sum", '# TYPE a histogram\na_sum -1\na_bucket{le="+Inf"} 0\n'],
    ["a label of a histogram's that is none", 'a{le="x",quantile="y"} 1\n'],
    ["an ending that belongs to nothing", "a_count -1\na_bucket 1\n"],
    [
      "timestamps at the ends of 64 bits",
      "a 1 -9223372036854775808\na 1 +9223372036854775807\na 1 0007\n",
    ],
    ["colons, underscores and what looks like a keyword", ":a_:b 1\n_ 1\nNaN 1\nHELP 1\n"],
    ["UTF-8 in labels", 'a{b="가나다 🙂"} 1\n'],
    ["NUL and control characters in labels", 'a{b="\0\u0001\r"} 1\n'],
    [
      "names in quotes",
      '# TYPE "a.b" counter\n{"a.b","c.d"="e"} 1\n{f="g", "a.b"} 1\nh{"i j"="k"} 1\n',
    ],
    ["names in quotes with escapes", '{"a\\"\\n\\\\"} 1\n'],
  ])("%s", (_, text) => {
    expect(parseText(text)).toMatchObject({ valid: true });
  });
});

describe("invalid, with line and reason", () => {
  test.each([
    ["a 1", 1, "line feed"],
    ["a 1\n# x", 2, "line feed"],
    ["a 1\nb\n", 2, "value was expected"],
    ["a\n", 1, "value was expected"],
    ["a \n", 1, "value was expected"],
    ["a{} \n", 1, "value was expected"],
    ["a x\n", 1, "not a value"],
    ["a 0x1F\n", 1, "not a value"],
    ["a 0x1p-3\n", 1, "not a value"],
    ["a 0b1\n", 1, "not a value"],
    ["a 0o1\n", 1, "not a value"],
    ["a 1_000\n", 1, "not a value"],
    ["a -NaN\n", 1, "not a value"],
    ["a infinit\n", 1, "not a value"],
    ["a 1e\n", 1, "not a value"],
    ["a .\n", 1, "not a value"],
    ["a 1e999\n", 1, "not a value"],
    ["a 1\r\n", 1, "not a value"],
    ["a ١\n", 1, "not a value"],
    ["a 1 \n", 1, "blank at the end"],
    ["a 1 2 \n", 1, "not a timestamp"],
    ["a 1 2 3\n", 1, "not a timestamp"],
    ["a 1 2.5\n", 1, "not a timestamp"],
    ["a 1 2e3\n", 1, "not a timestamp"],
    ["a 1 NaN\n", 1, "not a timestamp"],
    ["a 1 2\r\n", 1, "not a timestamp"],
    ["a 1 9223372036854775808\n", 1, "not a timestamp"],
    ["a 1 -9223372036854775809\n", 1, "not a timestamp"],
    ["0a 1\n", 1, "metric name"],
    ["\r\n", 1, "metric name"],
    ["\ufeffa 1\n", 1, "metric name"],
    ["a-b 1\n", 1, "not a value"],
    ["a.b 1\n", 1, "not a value"],
    ["<!DOCTYPE html>\n", 1, "metric name"],
    ['{"status":"ok"}\n', 1, "label"],
    ['"a" 1\n', 1, "metric name"],
    ["{} 1\n", 1, "metric name"],
    ['{b="c"} 1\n', 1, "metric name"],
    ['{"a","b"} 1\n', 1, "two metric names"],
    ['a{"b"} 1\n', 1, "two metric names"],
    ['{""} 1\n', 1, "empty name"],
    ['{"a\\t"} 1\n', 1, "escapes nothing"],
    ['{"a".b="c"} 1\n', 1, "comma"],
    ['a{b="c} 1\n', 1, "closing quote"],
    ['a{b="c\nd"} 1\n', 1, "closing quote"],
    ['a{b="c\\', 1, "line feed"],
    ['a{b="\\x"} 1\n', 1, "escapes nothing"],
    ["a{b='c'} 1\n", 1, "quotes"],
    ["a{b=c} 1\n", 1, "quotes"],
    ["a{b} 1\n", 1, "="],
    ['a{b+="c"} 1\n', 1, "="],
    ['a{b="c" d="e"} 1\n', 1, "comma"],
    ['a{b="c"+} 1\n', 1, "comma"],
    ['a{b="c" 1\n', 1, "comma"],
    ["a{,} 1\n", 1, "label name"],
    ['a{b="c",,} 1\n', 1, "label name"],
    ['a{0="c"} 1\n', 1, "label name"],
    ['a{@="c"} 1\n', 1, "label name"],
    ['a{b="1",b="2"} 1\n', 1, "twice"],
    ['a{__name__="b"} 1\n', 1, "reserved"],
    ["# TYPE a gauge\n# TYPE a gauge\n", 2, "second TYPE"],
    ["# HELP a x\n\n# HELP a x\n", 3, "second HELP"],
    ["# HELP a \\x\n", 1, "backslash"],
    ["# HELP a x\\\n", 1, "backslash"],
    ["a 1\n# TYPE a gauge\n", 2, "after its samples"],
    ["# TYPE a summary\n# TYPE a_count counter\n", 2, "second TYPE"],
    ["# TYPE a number\n", 1, "not a metric type"],
    ["# TYPE a info\n", 1, "not a metric type"],
    ["# TYPE a unknown\n", 1, "not a metric type"],
    ["# TYPE a gauge \n", 1, "not a metric type"],
    ["# TYPE a gauge\r\n", 1, "not a metric type"],
    ["# TYPE 0a gauge\n", 1, "not a metric name"],
    ["# TYPE a-b\n", 1, "not a metric name"],
    ["# HELP a.b x\n", 1, "not a metric name"],
    ['# TYPE "a\\t" counter\n', 1, "escapes nothing"],
    ['# TYPE a histogram\na_bucket{le="x"} 1\n', 2, "not a number"],
    ['# TYPE a histogram\na_bucket{le="0x1p-3"} 1\n', 2, "not a number"],
    ['# TYPE a summary\na{quantile="x"} 1\n', 2, "not a number"],
    ['# TYPE a histogram\na_bucket{le="1"} -1\n', 2, "negative"],
    ["# TYPE a histogram\na_count -0.5\n", 2, "negative"],
    ["# TYPE a gaugehistogram\na_count -1\n", 2, "negative"],
  ])("%j", (text, line, reason) => {
    const read = parseText(text);
    expect(read).toMatchObject({ valid: false, line });
    expect(read.valid ? "" : read.reason).toContain(reason);
  });
});
