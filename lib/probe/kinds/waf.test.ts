import { afterAll, beforeAll, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp, serveTcp } from "@/lib/testing/servers";

/** Per path: what an ordinary request gets, and what one with a marker gets. */
const walls: Record<string, [number, number | "closed" | "silent"]> = {
  "/guarded": [200, 403],
  "/not-acceptable": [301, 406],
  "/unguarded": [200, 200],
  "/other": [200, 400],
  "/drops": [200, "closed"],
  "/swallows": [200, "silent"],
  "/refuses-all": [403, 403],
  "/missing": [404, 403],
  "/down": [500, 403],
};

let server: LocalServer;
let asked: URL[] = [];
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    const url = new URL(request.url ?? "", "http://local");
    asked.push(url);
    const marked = [...url.searchParams.values()].some((value) => /<script>|UNION/i.test(value));
    const answer = (walls[url.pathname] ?? [200, 200])[marked ? 1 : 0];
    if (answer === "closed") return request.socket.destroy();
    if (answer === "silent") return;
    response.writeHead(answer ?? 200).end();
  });
});
afterAll(() => server.close());

function run(path: string, more: Record<string, unknown> = {}) {
  asked = [];
  return probe({ kind: "waf", target: `${server.url}${path}`, ...more });
}

test.each([
  ["/guarded", {}, "pass", "held", "refused (403)"],
  ["/not-acceptable", {}, "pass", "held", "refused (406)"],
  ["/unguarded", {}, "fail", "contradicted", "accepted (200)"],
  ["/other", {}, "fail", "contradicted", "accepted (400)"],
  ["/other", { refusal: [400] }, "pass", "held", "refused (400)"],
  ["/guarded", { refusal: [406] }, "fail", "contradicted", "accepted (403)"],
  ["/drops", { refusal: [403, "closed"] }, "pass", "held", "refused (closed)"],
  ["/drops", {}, "fail", "connection-closed", null],
  ["/swallows", { timeout: "300ms" }, "fail", "answer-timeout", null],
  ["/refuses-all", {}, "inconclusive", "not-let-in", null],
  ["/missing", {}, "inconclusive", "not-let-in", null],
  ["/down", {}, "inconclusive", "not-let-in", null],
])("%s %j: %s", async (path, more, verdict, code, actual) => {
  const result = await run(path, more);
  expect([result.verdict, result.reason.code]).toEqual([verdict, code]);
  expect(result.assertions.map((one) => one.actual)).toEqual([actual]);
});

test("the two requests differ in the marker only, and the marker says where it is from", async () => {
  await run("/guarded?page=1");
  expect(asked.map(({ searchParams }) => [...searchParams.entries()])).toEqual([
    [
      ["page", "1"],
      ["countersign-probe", "harmless"],
    ],
    [
      ["page", "1"],
      ["countersign-probe", "<script>alert('countersign-waf-probe')</script>"],
    ],
  ]);
});

test("what is not let in is not asked again with the marker", async () => {
  await run("/refuses-all");
  expect(asked).toHaveLength(1);
});

test("parameter and marker are the spec's", async () => {
  const more = { parameter: "q", marker: "1 UNION SELECT 'countersign-waf-probe'" };
  expect((await run("/guarded", more)).verdict).toBe("pass");
  expect(asked[1]?.searchParams.get("q")).toBe(more.marker);
});

test("a server that is not there proves nothing about a wall", async () => {
  const gone = await serveTcp(() => undefined);
  await gone.close();
  expect(await probe({ kind: "waf", target: gone.url })).toMatchObject({
    verdict: "inconclusive",
    reason: { code: "connection-refused" },
  });
});

test.each([
  [{ marker: "{{secret.T}}" }, "marker"],
  [{ marker: "" }, "marker"],
  [{ parameter: "a b" }, "parameter"],
  [{ refusal: [200] }, "refusal.0"],
  [{ refusal: [] }, "refusal"],
  [{ assert: ["marker == blocked"] }, "assert.0"],
])("%j is no spec: %s", (wrong, path) => {
  const read = parseSpec({ kind: "waf", target: "https://example.com", ...wrong });
  expect(read.ok ? null : read.issues[0]?.path).toBe(path);
});
