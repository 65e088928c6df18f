import { afterAll, beforeAll, expect, test } from "vitest";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp } from "@/lib/testing/servers";

const text = `# TYPE cpu_utilization_ratio gauge
cpu_utilization_ratio 0.65
memory_usage_percent 79.5
cache_hit_ratio NaN
cache_full_ratio +Inf
disk_ratio{disk="a"} 0.2
disk_ratio{disk="b"} 0.6
${Array.from({ length: 10 }, (_, core) => `tenth{core="${core}"} 0.1\n`).join("")}part_ratio{disk="a"} 0.2
part_ratio{disk="b"} NaN
twice 1
twice 1
`;

const answers: Record<string, [number, string, string]> = {
  "/metrics": [200, "text/plain; version=0.0.4; charset=utf-8", text],
  "/html": [200, "text/html", "<html>cpu_utilization_ratio 0.1</html>\n"],
  "/disguised": [200, "text/plain", "<html>\ncpu_utilization_ratio 0.1\n"],
  "/broken": [200, "text/plain", `${text}oops`],
  "/down": [500, "text/plain", text],
  "/gone": [404, "text/plain", text],
};

let server: LocalServer;
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    const [status, type, body] = answers[request.url ?? ""] ?? [200, "text/plain", ""];
    response.writeHead(status, { "content-type": type }).end(body);
  });
});
afterAll(() => server.close());

const run = (path: string, ...assert: string[]) =>
  probe({ kind: "metrics", target: `${server.url}${path}`, assert });

test.each([
  ["cpu_utilization_ratio < 70%", "pass", null],
  ["cpu_utilization_ratio < 0.65", "fail", null],
  ["memory_usage_percent < 80%", "pass", null],
  ["memory_usage_percent < 0.8 ratio", "pass", null],
  ["memory_usage_percent < 79%", "fail", null],
  ["cache_hit_ratio > 80%", "inconclusive", "nan"],
  ["cache_hit_ratio != 3", "inconclusive", "nan"],
  ["cache_full_ratio > 80%", "inconclusive", "nan"],
  ["absent_ratio < 70%", "inconclusive", "missing"],
  ["disk_ratio < 70%", "inconclusive", "several"],
  ['disk_ratio{disk="a"} < 70%', "pass", null],
  ['disk_ratio{disk!="a"} < 50%', "fail", null],
  ['disk_ratio{disk="c"} < 70%', "inconclusive", "missing"],
  ["all disk_ratio < 70%", "pass", null],
  ["all disk_ratio < 50%", "fail", null],
  ["any disk_ratio < 50%", "pass", null],
  ["any disk_ratio > 90%", "fail", null],
  ["max disk_ratio <= 60%", "pass", null],
  ["min disk_ratio < 10%", "fail", null],
  ["sum disk_ratio == 80%", "pass", null],
  ["sum tenth < 1", "fail", null],
  ["sum tenth == 1", "pass", null],
  ["all part_ratio < 70%", "inconclusive", "nan"],
  ["all part_ratio < 10%", "fail", null],
  ["any part_ratio < 70%", "pass", null],
  ["any part_ratio > 70%", "inconclusive", "nan"],
  ["max part_ratio < 70%", "inconclusive", "nan"],
  ["twice == 1", "inconclusive", "several"],
  ["any twice == 1", "inconclusive", "several"],
])("%s: %s", async (line, verdict, unmeasured) => {
  const result = await run("/metrics", line);
  expect([result.verdict, result.assertions[0]?.unmeasured]).toEqual([verdict, unmeasured]);
});

test.each([
  ["/html", "answer-malformed"],
  ["/disguised", "answer-malformed"],
  ["/broken", "answer-malformed"],
  ["/down", "not-measured"],
  ["/gone", "not-measured"],
  ["/empty", "not-measured"],
])("%s measures nothing: inconclusive", async (path, code) => {
  const result = await run(path, "cpu_utilization_ratio < 70%");
  expect([result.verdict, result.reason.code]).toEqual(["inconclusive", code]);
});

test("a scrape that is refused says nothing about the number", async () => {
  const gone = await serveHttp(() => undefined);
  await gone.close();
  const result = await probe({ kind: "metrics", target: gone.url, assert: ["up == 1"] });
  expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "connection-refused" } });
});

test("the figure stands in its base unit beside the raw text", async () => {
  const { figures, assertions } = await run("/metrics", "memory_usage_percent < 80%");
  expect(figures).toEqual([{ name: "memory_usage_percent", value: 0.795, unit: "ratio" }]);
  expect(assertions[0]).toMatchObject({
    raw: "79.5",
    actual: "79.5%",
    expected: "< 80%",
  });
});

/** Answers in turn, the last one again and again; says what it was asked to accept. */
async function inTurn(...documents: string[]) {
  const accepted: string[] = [];
  const turns = await serveHttp((request, response) => {
    const document = documents[Math.min(accepted.length, documents.length - 1)] ?? "";
    accepted.push(request.headers.accept ?? "");
    const openMetrics = document.endsWith("# EOF\n");
    const type = openMetrics ? "application/openmetrics-text; version=1.0.0" : "text/plain";
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(document);
  });
  return { ...turns, accepted };
}

async function look(documents: string[], spec: Record<string, unknown>) {
  const turns = await inTurn(...documents);
  const result = await probe({ kind: "metrics", target: turns.url, interval: "100ms", ...spec });
  await turns.close();
  return { result, accepted: turns.accepted };
}

test("OpenMetrics is asked for first, and read by its own rules", async () => {
  const turns = await inTurn("# TYPE a counter\na_total 5\n# EOF\n");
  const result = await probe({ kind: "metrics", target: turns.url, assert: ["a_total == 5"] });
  await turns.close();
  expect(result.verdict).toBe("pass");
  expect(turns.accepted).toEqual([
    expect.stringMatching(
      /^application\/openmetrics-text;version=1.0.0,text\/plain;version=0.0.4;q=/,
    ),
  ]);
  const broken = await inTurn("# TYPE a counter\na 5\n# EOF\n");
  const refused = await probe({ kind: "metrics", target: broken.url, assert: ["a == 5"] });
  await broken.close();
  expect(refused).toMatchObject({ verdict: "inconclusive", reason: { code: "answer-malformed" } });
});

test("a rate takes two looks, both of them in the evidence", async () => {
  const { result, accepted } = await look(["a_total 100\n", "a_total 200\n"], {
    assert: ["rate a_total > 1", "rate a_total == 0", "a_total == 200"],
  });
  expect(result.assertions.map(({ verdict }) => verdict)).toEqual(["pass", "fail", "pass"]);
  expect(result.assertions[0]?.raw).toMatch(/^100 → 200 in [\d.]+ to [\d.]+ s$/);
  expect(result.assertions[0]?.actual).toMatch(/^≥ [\d.]+, ≤ [\d.]+$/);
  expect(accepted).toHaveLength(2);
  expect(result.evidence.attempts.at(-1)?.hops).toHaveLength(2);
});

test.each([
  ["rate a_total < 1", ["a_total 9\n", "a_total 1\n"], "reset"],
  ["rate a_total < 1", ["a_total 9\n", "b 1\n"], "missing"],
  [
    "max rate a_total < 1e9",
    ['a_total{b="c"} 1\n', 'a_total{b="c"} 1\na_total{b="d"} 1\n'],
    "missing",
  ],
  [
    'rate a{quantile="0.5"} >= 0',
    ['# TYPE a summary\na{quantile="0.5"} 1\n', '# TYPE a summary\na{quantile="0.5"} 2\n'],
    "wrong-type",
  ],
  ["p95 a < 1", ['a_bucket{le="1"} 5\na_bucket{le="+Inf"} 5\n'], "no-observations"],
])("%s of %j: inconclusive, %s", async (line, documents, unmeasured) => {
  const { result } = await look(documents, { assert: [line] });
  expect([result.verdict, result.assertions[0]?.unmeasured]).toEqual(["inconclusive", unmeasured]);
});

test("a second look that fails leaves nothing measured", async () => {
  const { result } = await look(["a_total 1\n", "oops"], {
    assert: ["a_total == 1", "rate a_total < 9"],
  });
  expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "answer-malformed" } });
});

const latencies = (path: string, ...counts: number[]) =>
  ["0.1", "0.25", "0.5", "+Inf"]
    .map((le, at) => `http_seconds_bucket{path="${path}",le="${le}"} ${counts[at]}\n`)
    .join("");

test.each([
  ['p95 http_seconds{path="/a"} < 600ms', "pass", "> 250 ms, ≤ 500 ms"],
  ['p95 http_seconds{path="/a"} <= 500ms', "pass", "> 250 ms, ≤ 500 ms"],
  ['p95 http_seconds{path="/a"} < 250ms', "fail", "> 250 ms, ≤ 500 ms"],
  ['p95 http_seconds{path="/a"} < 400ms', "inconclusive", "> 250 ms, ≤ 500 ms"],
  ['p50 http_seconds_bucket{path="/a"} < 0.2 s', "pass", "≤ 100 ms"],
  ['p99.9 http_seconds{path="/a"} < 400ms', "fail", "> 500 ms"],
  ['p99.9 http_seconds{path="/a"} < 2s', "inconclusive", "> 500 ms"],
  ["p95 http_seconds < 1s", "inconclusive", null],
  ["max p95 http_seconds < 1s", "pass", "> 250 ms, ≤ 500 ms"],
  ["all p95 http_seconds < 200ms", "fail", "> 250 ms, ≤ 500 ms"],
  ["any p95 http_seconds < 200ms", "pass", "≤ 100 ms"],
  ["sum p90 http_seconds <= 100ms", "pass", "≤ 100 ms"],
])("%s: %s", async (line, verdict, actual) => {
  const turns = await inTurn(
    latencies("/a", 900, 940, 990, 1000) + latencies("/b", 9000, 9000, 9000, 9000),
  );
  const result = await probe({ kind: "metrics", target: turns.url, assert: [line] });
  await turns.close();
  expect([result.verdict, result.assertions[0]?.actual]).toEqual([verdict, actual]);
});

test("with an interval a percentile is of what was observed in it", async () => {
  const documents = [latencies("/a", 900, 900, 900, 900), latencies("/a", 901, 901, 920, 920)];
  const { result } = await look(documents, { assert: ["p50 http_seconds < 250ms"] });
  expect(result).toMatchObject({ verdict: "fail", reason: { code: "contradicted" } });
  const since = await inTurn(documents[1] ?? "");
  const passed = await probe({
    kind: "metrics",
    target: since.url,
    assert: ["p50 http_seconds < 250ms"],
  });
  await since.close();
  expect(passed.verdict).toBe("pass");
});

test("a run that is cancelled between its looks ends at once", async () => {
  const turns = await inTurn("a_total 1\n");
  const stop = new AbortController();
  const started = performance.now();
  const running = probe(
    { kind: "metrics", target: turns.url, assert: ["rate a_total < 9"], interval: "30s" },
    { signal: stop.signal },
  );
  while (turns.accepted.length === 0) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  expect((await running).verdict).toBe("inconclusive");
  expect(performance.now() - started).toBeLessThan(10_000);
  await turns.close();
});

test.each([
  ["interval", { interval: "50ms" }],
  ["interval", { interval: "31s" }],
  ["assert.0", { assert: ["p100 a < 1"] }],
  ["assert.0", { assert: ["p0 a < 1"] }],
  ["assert.0", { assert: ['p95 a{le="1"} < 1'] }],
  ["assert.0", { assert: ["rate a_total < 5ms"] }],
])("refused before anybody is asked: %s in %j", async (path, more) => {
  const result = await probe({ kind: "metrics", target: server.url, assert: ["a < 1"], ...more });
  expect(result).toMatchObject({ reason: { code: "spec-invalid", params: { path } } });
});

test("a credential for the endpoint is a named secret, and is not kept", async () => {
  const asked: (string | undefined)[] = [];
  const guarded = await serveHttp((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(200, { "content-type": "text/plain" }).end("a 1\n");
  });
  const headers = { authorization: "Bearer {{secret.METRICS}}" };
  const spec = { kind: "metrics", target: guarded.url, assert: ["a == 1"], headers };
  const result = await probe(spec, { secrets: () => "wonderful-token" });
  await guarded.close();
  expect([result.verdict, asked]).toEqual(["pass", ["Bearer wonderful-token"]]);
  expect(JSON.stringify(result)).not.toContain("wonderful-token");
});
