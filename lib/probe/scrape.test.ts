import { expect, test } from "vitest";
import { parseExposition } from "@/lib/probe/exposition-format";
import { ratesOf, type Scrape, scrapeOf, valuesOf } from "@/lib/probe/scrape";

const at = 1_800_000_000_000;

/** A document that was asked for at `askedMs` and there 100 ms later. */
function scrape(askedMs: number, ...lines: string[]): Scrape {
  const read = parseExposition(`${lines.join("\n")}\n`, "text");
  if (!read.valid) throw new Error(read.reason);
  return scrapeOf(read, { askedMs, gotMs: askedMs + 100, at });
}

const rates = (before: string[], after: string[]) =>
  ratesOf(scrape(0, ...before), scrape(5000, ...after), { metric: "a_total", labels: [] }).map(
    ({ found }) => found,
  );

test("a rate has two bounds: the target answered at some moment of each look", () => {
  const [rate] = rates(["a_total 100"], ["a_total 200"]);
  expect(rate).toMatchObject({ low: 100 / 5.1, high: 100 / 4.9, lowIncluded: true });
  expect(rate?.raw).toBe("100 → 200 in 4.900 to 5.100 s");
});

test("the target's own times, where it gives them, are exact", () => {
  const [rate] = rates([`a_total 100 ${at - 12_000}`], [`a_total 160 ${at}`]);
  expect(rate).toMatchObject({ low: 5, high: 5 });
});

test("nothing happened: exactly zero", () => {
  expect(rates(["a_total 7"], ["a_total 7"])).toMatchObject([{ low: 0, high: 0 }]);
});

test.each([
  ["a counter that went back", ["a_total 9"], ["a_total 2"], "reset"],
  [
    "a counter that says it began anew",
    ["a_total 2", "a_created 1"],
    ["a_total 9", "a_created 5"],
    "reset",
  ],
  ["a series that came", ["b 1"], ["a_total 2"], "missing"],
  ["a series that went", ["a_total 2"], ["b 1"], "missing"],
  ["a series twice", ["a_total 2", "a_total 3"], ["a_total 5"], "several"],
  ["a gauge", ["a_total 2"], ["# TYPE a_total gauge", "a_total 3"], "wrong-type"],
  ["NaN", ["a_total 2"], ["a_total NaN"], "nan"],
  ["the same sample again", [`a_total 2 ${at}`], [`a_total 2 ${at}`], "stale"],
  ["old samples", [`a_total 2 ${at - 900_000}`], [`a_total 3 ${at - 800_000}`], "stale"],
])("%s: not measured", (_, before, after, code) => {
  expect(rates(before, after)).toMatchObject([{ code }]);
});

test("a value whose own time is long past, or far ahead, is not the present one", () => {
  const asked = { metric: "a", labels: [] };
  const value = (ago: number) => valuesOf(scrape(0, `a 1 ${at - ago}`), asked)[0]?.found;
  expect(value(60_000)).toMatchObject({ low: 1, high: 1 });
  expect(value(600_000)).toMatchObject({ code: "stale" });
  expect(value(-60_000)).toMatchObject({ low: 1, high: 1 });
  expect(value(-600_000)).toMatchObject({ code: "stale" });
});
