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
part_ratio{disk="a"} 0.2
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
  const result = await probe({
    kind: "metrics",
    target: "http://127.0.0.1:1/",
    assert: ["up == 1"],
  });
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
