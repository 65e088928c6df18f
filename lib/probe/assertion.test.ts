import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAssertion, showExpected } from "@/lib/probe/assertion";
import type { Vocabulary } from "@/lib/probe/assertion-shape";

const http: Vocabulary = {
  words: {
    status: { type: "number", unit: "status", bare: true },
    time: { type: "number", unit: "ms", bare: false },
  },
  paths: true,
  samples: false,
};
const metrics: Vocabulary = { words: {}, paths: false, samples: true };
const tls: Vocabulary = {
  words: {
    "days left": { type: "number", unit: "days", bare: true },
    chain: { type: "word", words: ["trusted", "untrusted"] },
  },
  paths: false,
  samples: false,
};

const read = (text: string, vocabulary: Vocabulary) => {
  const result = parseAssertion(text, vocabulary);
  return result.ok
    ? `${result.value.subject.name} ${showExpected(result.value)}`
    : `refused: ${result.message}`;
};

describe("what is understood", () => {
  test.each([
    ["status == 200", http, "status == 200"],
    ["status==200", http, "status == 200"],
    ["status == 2xx", http, "status == 2xx"],
    ["time < 500ms", http, "time < 500 ms"],
    ["time <= 0.5 s", http, "time <= 500 ms"],
    ['$.status == "green"', http, '$.status == "green"'],
    ["$.a[0]['b c'] != \"x\"", http, "$.a[0]['b c'] != \"x\""],
    ["$.ready == true", http, "$.ready == true"],
    ["$.count >= 3", http, "$.count >= 3"],
    ["$.cpu in percent < 70%", http, "$.cpu < 70%"],
    ["days left >= 30", tls, "days left >= 30 days"],
    ["days left >= 30 days", tls, "days left >= 30 days"],
    ["chain == trusted", tls, 'chain == "trusted"'],
    ["up == 1", metrics, "up == 1"],
    ['max cpu_ratio{mode="idle",} > 20%', metrics, 'cpu_ratio{mode="idle",} > 20%'],
    ["cache_hit_ratio > 80%", metrics, "cache_hit_ratio > 80%"],
    [
      "process_resident_memory_bytes < 1.5 GiB",
      metrics,
      "process_resident_memory_bytes < 1610612736 bytes",
    ],
    ["request_duration_seconds < 250ms", metrics, "request_duration_seconds < 250 ms"],
    ["max < 3", metrics, "max < 3"],
    ["$.t in s == 16.1 min", http, "$.t == 966000 ms"],
    ["$.t in s == 2.3 h", http, "$.t == 8280000 ms"],
  ])("%s", (text, vocabulary, expected) => {
    expect(read(text, vocabulary)).toBe(expected);
  });
});

describe("what is refused before anybody is asked", () => {
  test.each([
    ["", http, "must begin with"],
    ["status", http, "needs == != "],
    ["status = 200", http, "needs == != "],
    ['status == "200"', http, "not understood"],
    ["status == 200 OK", http, "does not know the unit OK"],
    ["time < 500", http, "needs a unit"],
    ["time < 5 days", http, "different things"],
    ["p95 < 500ms", http, "must begin with"],
    ['$.a > "1.2"', http, "compares numbers only"],
    ['$.a == ""', http, "never a measured value"],
    ['$.a == "x', http, "closing quote"],
    ["$..  == 1", http, "path that is not understood"],
    ["$.cpu < 70%", http, "in which unit"],
    ["cpu_usage < 70%", metrics, "in which unit"],
    ["cpu_bytes < 70%", metrics, "different things"],
    ["cpu_ratio < NaN", metrics, "not understood"],
    ["cpu_ratio < 0x10", metrics, "not understood"],
    ["cpu{a=b} < 1", metrics, "labels that are not understood"],
    ["chain == perhaps", tls, "is one of: trusted, untrusted"],
    ["chain < trusted", tls, "compares numbers only"],
    ["process.exit() == 1", http, "must begin with"],
  ])("%s", (text, vocabulary, message) => {
    expect(read(text, vocabulary)).toContain("refused: ");
    expect(read(text, vocabulary)).toContain(message);
  });
});

test("no text makes the parser throw", () => {
  const piece = fc.constantFrom(
    "status",
    "time",
    "$",
    ".a",
    "[0]",
    "['x']",
    "cpu{",
    'a="b"',
    "}",
    "<",
    "==",
    "70%",
    "ms",
    '"',
    "\\",
    " ",
    "\n",
    "max ",
    "in s",
    "1e999",
    "true",
    "{{X}}",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(http, metrics, tls), (line, vocabulary) => {
      const result = parseAssertion(line, vocabulary);
      expect(typeof result.ok).toBe("boolean");
    }),
    { numRuns: 1000 },
  );
});
