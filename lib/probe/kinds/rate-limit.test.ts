import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp, serveTcp } from "@/lib/testing/servers";

let server: LocalServer;
let asked = 0;
let now = 0;
let most = 0;
/** The status of the n-th request, counted from 1; 0 closes the connection, -1 never answers. */
let statusOf: (request: number) => number = () => 200;
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    asked += 1;
    now += 1;
    most = Math.max(most, now);
    response.on("close", () => {
      now -= 1;
    });
    const status = statusOf(asked);
    if (status === 0) return request.socket.destroy();
    if (status < 0) return;
    response.writeHead(status, status === 429 ? { "retry-after": "30" } : {}).end("body");
  });
});
afterAll(() => server.close());
beforeEach(() => {
  asked = 0;
  most = 0;
});

function run(status: typeof statusOf, more: Record<string, unknown> = {}) {
  statusOf = status;
  return probe({ kind: "rate-limit", target: server.url, requests: 40, concurrency: 1, ...more });
}

test("a limit is met: pass, with how many were let in, and nothing is sent after it", async () => {
  const result = await run((request) => (request > 12 ? 429 : 200));
  expect(result).toMatchObject({
    verdict: "pass",
    assertions: [{ text: "limited == yes", actual: "yes (429 after 12)" }],
    evidence: { status: 429, headers: { "retry-after": "30" } },
  });
  expect(result.figures).toEqual([
    { name: "requests", value: 13, unit: "count" },
    { name: "limited after", value: 12, unit: "count" },
    { name: "retry-after", value: "30", unit: "" },
  ]);
  expect(asked).toBe(13);
});

test("at once: no more than asked for, and those under way are the last", async () => {
  const result = await run((request) => (request > 12 ? 429 : 200), { concurrency: 10 });
  expect(result.verdict).toBe("pass");
  expect(most).toBeLessThanOrEqual(10);
  expect(asked).toBeLessThanOrEqual(23);
});

test.each([
  ["no limit within the burst", () => 200, {}, "fail", "contradicted"],
  ["that is what was asked", () => 200, { assert: ["limited == no"] }, "pass", "held"],
  ["another status", (n: number) => (n > 5 ? 503 : 200), { status: [503] }, "pass", "held"],
  [
    "a 5xx before the limit",
    (n: number) => (n > 5 ? 503 : 200),
    {},
    "inconclusive",
    "server-error",
  ],
  ["closed before it", (n: number) => (n > 5 ? 0 : 200), {}, "inconclusive", "connection-closed"],
  ["limited from the first", () => 429, {}, "inconclusive", "not-let-in"],
  [
    "no answer in time",
    (n: number) => (n > 5 ? -1 : 200),
    { timeout: "500ms" },
    "inconclusive",
    "answer-timeout",
  ],
] as const)("%s: %s", async (_, status, more, verdict, code) => {
  const result = await run(status, more);
  expect([result.verdict, result.reason.code]).toEqual([verdict, code]);
});

test("a burst is never sent twice", async () => {
  await run((request) => (request > 5 ? 0 : 200), { retries: 2 });
  expect(asked).toBe(6);
});

test("nobody listening says nothing about a limit", async () => {
  const gone = await serveTcp(() => undefined);
  await gone.close();
  expect(await probe({ kind: "rate-limit", target: gone.url, requests: 10 })).toMatchObject({
    verdict: "inconclusive",
    reason: { code: "connection-refused" },
  });
});

test.each([
  [{ requests: undefined }, "requests"],
  [{ requests: 101 }, "requests"],
  [{ requests: 1 }, "requests"],
  [{ concurrency: 11 }, "concurrency"],
  [{ status: [200] }, "status.0"],
  [{ assert: ["limited == maybe"] }, "assert.0"],
])("%j is no spec: %s", (wrong, path) => {
  const base = { kind: "rate-limit", target: "https://example.com", requests: 50 };
  const read = parseSpec({ ...base, ...wrong });
  expect(read.ok ? null : read.issues[0]?.path).toBe(path);
});
