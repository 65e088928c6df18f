import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExposition } from "@/lib/probe/exposition-format";
import { quantilesOf } from "@/lib/probe/histogram";
import { type Scrape, scrapeOf } from "@/lib/probe/scrape";

function scrape(...lines: string[]): Scrape {
  const read = parseExposition(`${lines.join("\n")}\n`, "text");
  if (!read.valid) throw new Error(read.reason);
  return scrapeOf(read, { askedMs: 0, gotMs: 0, at: Date.now() });
}

const bucket = (le: string, count: number, labels = "") => `h_bucket{${labels}le="${le}"} ${count}`;
const p95 = { type: "quantile" as const, part: 95, of: 100 };

const found = (before: Scrape | null, after: Scrape, together = false) =>
  quantilesOf(before, after, { metric: "h", labels: [] }, p95, together).map((one) => one.found);

test("the bucket of the nearest rank: of 20 the 19th, of 21 the 20th", () => {
  const of = (below: number, all: number) =>
    found(null, scrape(bucket("1", below), bucket("2", all), bucket("+Inf", all)))[0];
  expect(of(19, 20)).toMatchObject({ low: -Infinity, high: 1 });
  expect(of(18, 20)).toMatchObject({ low: 1, high: 2, lowIncluded: false });
  expect(of(20, 21)).toMatchObject({ high: 1 });
  expect(of(19, 21)).toMatchObject({ low: 1, high: 2 });
});

test("the true quantile always lies in the range that is told", () => {
  const value = fc.integer({ min: -50, max: 50 });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.uniqueArray(value, { maxLength: 8 }),
      fc.integer({ min: 1, max: 99 }),
      (observed, edges, part) => {
        const count = (le: number) => observed.filter((one) => one <= le).length;
        const lines = edges.map((le) => bucket(`${le}`, count(le)));
        const all = scrape(...lines, bucket("+Inf", observed.length), `h_count ${observed.length}`);
        const quantile = { type: "quantile" as const, part, of: 100 };
        const asked = { metric: "h", labels: [] };
        const [range] = quantilesOf(null, all, asked, quantile, false).map((one) => one.found);
        if (range === undefined || "code" in range) throw new Error("not measured");
        const rank = Math.ceil((observed.length * part) / 100);
        const exact = [...observed].sort((a, b) => a - b)[rank - 1] ?? Number.NaN;
        expect(exact).toBeGreaterThan(range.low);
        expect(exact).toBeLessThanOrEqual(range.high);
      },
    ),
  );
});

describe("between two looks only what was observed then counts", () => {
  const before = scrape(bucket("1", 1000), bucket("2", 1000), bucket("+Inf", 1000));

  test("a slow minute is not hidden by a fast year", () => {
    const after = scrape(bucket("1", 1001), bucket("2", 1020), bucket("+Inf", 1020));
    expect(found(before, after)[0]).toMatchObject({ low: 1, high: 2 });
    expect(found(null, after)[0]).toMatchObject({ high: 1 });
  });

  test.each([
    [
      "nothing new",
      scrape(bucket("1", 1000), bucket("2", 1000), bucket("+Inf", 1000)),
      "no-observations",
    ],
    ["a restart", scrape(bucket("1", 5), bucket("2", 6), bucket("+Inf", 6)), "reset"],
    [
      "other buckets",
      scrape(bucket("1", 1001), bucket("3", 1001), bucket("+Inf", 1001)),
      "conflicting",
    ],
    ["a bucket less", scrape(bucket("1", 1001), bucket("+Inf", 1001)), "conflicting"],
    ["the histogram gone", scrape("x 1"), "missing"],
    ["a gauge histogram", scrape("# TYPE h gaugehistogram", bucket("+Inf", 2000)), "wrong-type"],
  ])("%s: not measured", (_, after, code) => {
    expect(found(before, after)).toMatchObject([{ code }]);
  });

  test("a restart that says so is seen although the counts went on", () => {
    const [old, now] = [
      scrape(bucket("+Inf", 5), "h_created 100"),
      scrape(bucket("+Inf", 9), "h_created 200"),
    ];
    expect(found(old, now)).toMatchObject([{ code: "reset" }]);
  });

  test("a histogram that was not there before was not measured", () => {
    expect(found(scrape("x 1"), before)).toMatchObject([{ code: "missing" }]);
  });
});

test.each([
  ["no observation", [bucket("1", 0), bucket("+Inf", 0)], "no-observations"],
  ["no bucket +Inf", [bucket("1", 5)], "conflicting"],
  ["buckets that do not add up", [bucket("1", 5), bucket("+Inf", 4)], "conflicting"],
  ["a bucket twice", [bucket("1", 5), bucket("1.0", 5), bucket("+Inf", 5)], "conflicting"],
  ["a count that differs", [bucket("1", 5), bucket("+Inf", 5), "h_count 6"], "conflicting"],
  ["a count of NaN", ['h_bucket{le="+Inf"} NaN'], "conflicting"],
  ["a bucket without its edge", ["h_bucket 1", bucket("+Inf", 1)], "conflicting"],
])("%s: not measured", (_, lines, code) => {
  expect(found(null, scrape(...lines))).toMatchObject([{ code }]);
});

test("several histograms stand for themselves, or together as one", () => {
  const two = scrape(
    bucket("1", 100, 'a="x",'),
    bucket("2", 100, 'a="x",'),
    bucket("+Inf", 100, 'a="x",'),
    bucket("1", 0, 'a="y",'),
    bucket("2", 10, 'a="y",'),
    bucket("+Inf", 10, 'a="y",'),
  );
  expect(found(null, two)).toMatchObject([{ high: 1 }, { low: 1, high: 2 }]);
  expect(found(null, two, true)).toMatchObject([{ low: 1, high: 2 }]);
});
