import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp } from "@/lib/testing/servers";

const now = () => Date.now() / 1000;
const success = (data: unknown, more: Record<string, unknown> = {}) => ({
  status: "success",
  data,
  ...more,
});
const series = (value: string, labels: Record<string, string> = {}, at = now()) => ({
  metric: labels,
  value: [at, value],
});
const vector = (...result: unknown[]) => success({ resultType: "vector", result });

/** By query: what the API answers, computed when it is asked. */
const answers: Record<string, () => [number, unknown]> = {
  one: () => [200, vector(series("0.75"))],
  two: () => [200, vector(series("0.2", { instance: "a" }), series("0.9", { instance: "b" }))],
  part: () => [200, vector(series("0.2", { instance: "a" }), series("NaN", { instance: "b" }))],
  scalar: () => [200, success({ resultType: "scalar", result: [now(), "42"] })],
  exponent: () => [200, vector(series("1.5e+06"))],
  nothing: () => [200, vector()],
  nan: () => [200, vector(series("NaN"))],
  infinite: () => [200, vector(series("+Inf"))],
  words: () => [200, vector(series("fast"))],
  numbers: () => [200, vector({ metric: {}, value: [now(), 0.1] })],
  native: () => [200, vector({ metric: {}, histogram: [now(), { count: "1" }] })],
  matrix: () => [
    200,
    success({ resultType: "matrix", result: [{ metric: {}, values: [[1, "0"]] }] }),
  ],
  text: () => [200, success({ resultType: "string", result: [now(), "0"] })],
  warned: () => [
    200,
    success(
      { resultType: "vector", result: [series("0.1")] },
      { warnings: ["one store did not answer"] },
    ),
  ],
  noted: () => [
    200,
    success(
      { resultType: "vector", result: [series("0.1")] },
      { infos: ["might not be a counter"] },
    ),
  ],
  stored: () => [200, vector(series("0.1", {}, now() - 900))],
  bad: () => [
    400,
    { status: "error", errorType: "bad_data", error: "1:3: parse error: unexpected end" },
  ],
  impossible: () => [
    422,
    { status: "error", errorType: "execution", error: "many-to-many matching" },
  ],
  slow: () => [503, { status: "error", errorType: "timeout", error: "query timed out" }],
  contradictory: () => [200, { status: "error", errorType: "internal", error: "no" }],
  // The last one is what a lenient reader would take.
  twice: () => [
    200,
    `{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[${now()},"9"],"value":[${now()},"0.1"]}]}}`,
  ],
  twiceStatus: () => [
    200,
    `{"status":"error","status":"success","data":{"resultType":"scalar","result":[${now()},"0.1"]}}`,
  ],
  twiceLabel: () => [
    200,
    `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"1","a":"2"},"value":[${now()},"0.1"]}]}}`,
  ],
  twiceWarned: () => [
    200,
    `{"status":"success","data":{"resultType":"scalar","result":[${now()},"0.1"]},"warnings":["partial"],"warnings":[]}`,
  ],
  html: () => [200, "<html>0.1</html>"],
  other: () => [200, { status: "green" }],
  locked: () => [401, "who are you?"],
  'up{job="api"}': () => [200, vector(series("1", { __name__: "up", job: "api" }))],
  'timestamp(up{job="api"})': () => [200, vector(series(`${now() - 40}`, { job: "api" }))],
  gone: () => [200, vector(series("1", { __name__: "gone" }))],
  "timestamp(gone)": () => [200, vector()],
};

let server: LocalServer;
const asked: { url: string; authorization: string | undefined }[] = [];
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    asked.push({ url: request.url ?? "", authorization: request.headers.authorization });
    const known =
      url.pathname.endsWith("/api/v1/query") && answers[url.searchParams.get("query") ?? ""];
    const [status, body] = known ? known() : [404, "not found"];
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
});
afterAll(() => server.close());

const run = (query: string, assert: string[], more: Record<string, unknown> = {}) =>
  probe({ kind: "promql", target: server.url, query, assert, ...more });

test.each([
  ["one", "value < 0.8", "pass"],
  ["one", "value < 0.7", "fail"],
  ["one", "value in ratio < 80%", "pass"],
  ["one", "value in s < 700ms", "fail"],
  ["scalar", "value == 42", "pass"],
  ["exponent", "value >= 1500000", "pass"],
  ["two", "all value < 0.95", "pass"],
  ["two", "all value < 0.8", "fail"],
  ["two", "any value < 0.5", "pass"],
  ["two", "max value <= 0.9", "pass"],
  ["two", "min value > 0.5", "fail"],
  ["two", "sum value == 1.1", "pass"],
  ["two", 'value{instance="b"} < 0.5', "fail"],
  ["two", 'value{instance!="b"} < 0.5', "pass"],
  ["part", "any value < 0.5", "pass"],
  ["noted", "value < 0.8", "pass"],
])("%s, %s: %s", async (query, line, verdict) => {
  expect((await run(query, [line])).verdict).toBe(verdict);
});

describe("not measured: inconclusive, never a pass", () => {
  test.each([
    ["two", "value < 1", "several"],
    ["nothing", "value < 1", "missing"],
    ["nothing", "all value < 1", "missing"],
    ["one", 'value{instance="z"} < 1', "missing"],
    ["nan", "value < 1", "nan"],
    ["infinite", "value > 1", "nan"],
    ["part", "max value < 1", "nan"],
    ["words", "value < 1", "wrong-type"],
    ["native", "value < 1", "wrong-type"],
    ["matrix", "value < 1", "wrong-type"],
    ["text", "value < 1", "wrong-type"],
    ["stored", "value < 1", "stale"],
  ])("%s, %s: %s", async (query, line, unmeasured) => {
    const { verdict, reason, assertions } = await run(query, [line]);
    expect([verdict, reason.code]).toEqual(["inconclusive", "not-measured"]);
    expect(assertions[0]?.unmeasured).toBe(unmeasured);
  });

  test.each([
    ["bad", "query-refused", "bad_data: 1:3: parse error: unexpected end"],
    ["impossible", "query-refused", "execution: many-to-many matching"],
    ["slow", "query-refused", "timeout: query timed out"],
    ["contradictory", "query-refused", "internal: no"],
    ["warned", "query-warned", "one store did not answer"],
    ["twice", "answer-malformed", "not the answer of a query API"],
    ["twiceStatus", "answer-malformed", "not the answer of a query API"],
    ["twiceLabel", "answer-malformed", "not the answer of a query API"],
    ["twiceWarned", "answer-malformed", "not the answer of a query API"],
    ["html", "answer-malformed", "not the answer of a query API"],
    ["other", "answer-malformed", "not the answer of a query API"],
    ["numbers", "answer-malformed", "not the answer of a query API"],
    ["locked", "not-measured", "not-received"],
    ["unknown", "not-measured", "not-received"],
  ])("%s: %s", async (query, code, why) => {
    const result = await run(query, ["value < 1", "value != 5"]);
    expect(result).toMatchObject({ verdict: "inconclusive", reason: { code, params: { why } } });
    expect(result.assertions.map(({ verdict }) => verdict)).toEqual([
      "inconclusive",
      "inconclusive",
    ]);
  });

  test("a server that refuses the connection says nothing about the number", async () => {
    const gone = await serveHttp(() => undefined);
    await gone.close();
    const result = await probe({
      kind: "promql",
      target: gone.url,
      query: "one",
      assert: ["value < 1"],
    });
    expect(result).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "connection-refused" },
    });
  });
});

describe("the age of the data, where it is asked for", () => {
  const query = 'up{job="api"}';

  test("is that of the newest sample, not of the evaluation", async () => {
    expect((await run(query, ["value == 1"], { maxAge: "1 minute" })).verdict).toBe("pass");
    const old = await run(query, ["value == 1"], { maxAge: "30s" });
    expect(old).toMatchObject({ verdict: "inconclusive", assertions: [{ unmeasured: "stale" }] });
    expect(old.assertions[0]?.raw).toMatch(/^1, \d+ s old$/);
  });

  test("a sample without a time is too old", async () => {
    const result = await run("gone", ["value == 1"], { maxAge: "1 minute" });
    expect(result.assertions[0]?.unmeasured).toBe("stale");
  });

  test.each(["rate(up[5m])", "up offset 1h", "up @ 1", "up or down", "up{a='}'} + 1"])(
    "cannot be told of %s",
    async (expression) => {
      const result = await run(expression, ["value == 1"], { maxAge: "1 minute" });
      expect(result.reason).toMatchObject({ code: "spec-invalid", params: { path: "maxAge" } });
    },
  );
});

test("the query is asked of the server's own path, with a credential that is not kept", async () => {
  asked.length = 0;
  const result = await probe(
    {
      kind: "promql",
      target: "{{PROMETHEUS_URL}}/prometheus/",
      query: "{{QUERY}}",
      assert: ["value < 1"],
      headers: { authorization: "Bearer {{secret.PROMETHEUS}}" },
    },
    { values: { PROMETHEUS_URL: server.url, QUERY: "one" }, secrets: () => "wonderful-token" },
  );
  expect(result.verdict).toBe("pass");
  expect(asked).toEqual([
    { url: "/prometheus/api/v1/query?query=one", authorization: "Bearer wonderful-token" },
  ]);
  expect(JSON.stringify(result)).not.toContain("wonderful-token");
});

test.each([
  ["query", { query: "" }],
  ["query", { query: undefined }],
  ["query", { query: "{{secret.TOKEN}}" }],
  ["assert", { assert: [] }],
  ["assert.0", { assert: ["up < 1"] }],
  ["assert.0", { assert: ["rate value < 1"] }],
  ["assert.0", { assert: ["value < 5ms"] }],
  ["maxAge", { maxAge: "2 days" }],
])("refused before anybody is asked: %s in %j", async (path, more) => {
  const result = await run("one", ["value < 1"], more);
  expect(result).toMatchObject({ reason: { code: "spec-invalid", params: { path } } });
});
