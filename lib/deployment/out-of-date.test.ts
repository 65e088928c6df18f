import { expect, test } from "vitest";
import { movedSince } from "@/lib/deployment/out-of-date";

const run = { filled: { BASE_URL: "https://a.b", version: "1.0.0" } };

test("a run is of today's target while its variables stand for the same", () => {
  expect(movedSince({ BASE_URL: "https://a.b", version: "1.0.0", OTHER: "x" }, run)).toEqual([]);
});

test("what stands for something else, or for nothing any more, has moved", () => {
  expect(movedSince({ BASE_URL: "https://c.d", version: "1.0.0" }, run)).toEqual(["BASE_URL"]);
  expect(movedSince({ BASE_URL: "https://a.b" }, run)).toEqual(["version"]);
});

test("a variable without a value stands for nothing, whether it is empty or not there", () => {
  expect(movedSince({}, { filled: { path: "" } })).toEqual([]);
  expect(movedSince({ path: "" }, { filled: { path: "" } })).toEqual([]);
  expect(movedSince({ path: "x" }, { filled: { path: "" } })).toEqual(["path"]);
});

test("a run of a log that did not keep this counts as it did", () => {
  expect(movedSince({ BASE_URL: "https://c.d" }, {})).toEqual([]);
  expect(movedSince({ BASE_URL: "https://c.d" }, null)).toEqual([]);
});
