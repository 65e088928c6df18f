import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp } from "@/lib/testing/servers";

const cluster = (status: string) =>
  JSON.stringify({
    cluster_name: "search",
    status,
    timed_out: false,
    number_of_nodes: 3,
    indices: { a: { status }, b: { status: "green" } },
    nodes: [
      { name: "n1", roles: ["data"], heap: 61 },
      { name: "n2", roles: ["master"], heap: 40 },
    ],
  });

const bodies: Record<string, [number, string]> = {
  "/green": [200, cluster("green")],
  "/yellow": [200, cluster("yellow")],
  "/red": [200, cluster("red")],
  "/busy": [503, cluster("green")],
  "/404": [404, cluster("green")],
  "/twice": [200, '{"status":"red","status":"green","n":1}'],
  "/html": [200, "<p>green</p>"],
  "/deep": [200, `${"[".repeat(500)}"green"${"]".repeat(500)}`],
  "/wide": [200, `[${"[0],".repeat(200_000)}0]`],
  "/big": [200, '{"n":9007199254740993,"f":1.50}'],
  "/fine": [200, '{"n":0.30000000000000001,"least":1e-400,"f":1.50}'],
};

let server: LocalServer;
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    const [status, body] = bodies[request.url ?? ""] ?? [200, "{}"];
    if (request.method !== "POST") return void response.writeHead(status).end(body);
    let sent = "";
    request.on("data", (chunk) => {
      sent += chunk;
    });
    const type = request.headers["content-type"] ?? null;
    request.on("end", () => response.end(JSON.stringify({ sent, type })));
  });
});
afterAll(() => server.close());

const run = (path: string, ...assert: string[]) =>
  probe({ kind: "json", target: `${server.url}${path}`, assert });

describe("a value in a body", () => {
  test.each([
    ["/green", '$.status == "green"', "pass", null],
    ["/yellow", '$.status == "green"', "fail", null],
    ["/yellow", '$.status != "red"', "pass", null],
    ["/red", '$.status != "red"', "fail", null],
    ["/green", "$.number_of_nodes >= 3", "pass", null],
    ["/green", "$.timed_out == false", "pass", null],
    ["/green", "$.nodes[?@.name == 'n1'].heap in percent < 70%", "pass", null],
    ["/green", "$.nodes[?@.name=='n1' && @.heap<70].heap<70", "pass", null],
    ["/green", "$.nodes[-1:].heap == 40", "pass", null],
    ["/green", "$..heap < 70", "inconclusive", "several"],
    ["/green", "$.nodes[?@.heap > 90].heap > 0", "inconclusive", "missing"],
    ["/green", '$.health != "red"', "inconclusive", "missing"],
    ["/green", "$.status == 3", "inconclusive", "wrong-type"],
    ["/green", '$.nodes != "red"', "inconclusive", "wrong-type"],
    ["/twice", '$.status == "green"', "inconclusive", "several"],
    ["/twice", '$.status != "yellow"', "inconclusive", "several"],
    ["/twice", "$.n == 1", "pass", null],
    ["/html", '$.status != "red"', "inconclusive", "not-json"],
    ["/deep", '$ != "red"', "inconclusive", "too-many"],
    ["/wide", "$..[?@ == 1] != 3", "inconclusive", "too-many"],
    ["/big", "$.n == 9007199254740992", "inconclusive", "not-exact"],
    ["/fine", "$.n <= 0.3", "inconclusive", "not-exact"],
    ["/fine", "$.n <= 0.4", "pass", null],
    ["/fine", "$.least == 0", "inconclusive", "not-exact"],
    ["/fine", "$.f == 1.5", "pass", null],
  ])("%s %s: %s", async (path, line, verdict, unmeasured) => {
    const result = await run(path, line);
    expect([result.verdict, result.assertions[1]?.unmeasured]).toEqual([verdict, unmeasured]);
  });
});

test("the answer has to be a 200 unless a line speaks of the status", async () => {
  const line = '$.status == "green"';
  expect(await run("/busy", line)).toMatchObject({
    verdict: "fail",
    reason: { code: "server-error" },
  });
  expect(await run("/404", line)).toMatchObject({
    verdict: "fail",
    reason: { code: "contradicted" },
  });
  expect((await run("/404", line, "status == 404")).verdict).toBe("pass");
});

test("what came is kept as it was written, beside what it was read as", async () => {
  const { assertions } = await run("/big", "$.f == 1.5", "$.n > 1");
  expect(assertions.slice(1).map(({ actual, raw }) => [actual, raw])).toEqual([
    ["1.5", "1.50"],
    ["9007199254740992", "9007199254740993"],
  ]);
});

test("a question that needs a body is posted", async () => {
  const result = await probe(
    {
      kind: "json",
      target: server.url,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"index":"{{INDEX}}"}',
      assert: ['$.sent == "{\\"index\\":\\"books\\"}"', '$.type == "application/json"'],
    },
    { values: { INDEX: "books" } },
  );
  expect(result.verdict).toBe("pass");
});

test.each([
  [{ assert: [] }, "at least one line"],
  [{ assert: ["status == 200"] }, "a line about a value"],
  [{ assert: ["$.a == 1"], body: "{}" }, "POST only"],
  [{ assert: ["$.a == 1"], method: "HEAD" }, "does not have"],
  [{ assert: ["$[?match(@.a, '(')] == 1"] }, "pattern in match()"],
])("%j is no spec", (more, message) => {
  const read = parseSpec({ kind: "json", target: "http://a.test", ...more });
  expect(read.ok ? "" : read.issues[0]?.message).toContain(message);
});
