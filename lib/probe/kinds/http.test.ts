import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp, serveTcp } from "@/lib/testing/servers";

const bodies: Record<string, [number, string, string]> = {
  "/green": [
    200,
    "application/json",
    '{"status":"green","n":3,"f":0.5,"list":[{"a b":true}],"nil":null,"empty":"","big":9007199254740993}',
  ],
  "/html": [200, "text/html", "<!doctype html><p>green"],
  "/nan": [200, "application/json", '{"cpu":"NaN"}'],
  "/bare-nan": [200, "application/json", '{"cpu":NaN}'],
  "/down": [503, "application/json", '{"status":"green"}'],
  "/missing": [404, "application/json", '{"status":"green"}'],
  "/latin1": [200, "application/json", ""],
};

let server: LocalServer;
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    const [status, type, body] = bodies[request.url ?? ""] ?? [200, "text/plain", "fine"];
    const headers = {
      "content-type": type,
      "set-cookie": "session=secret",
      authorization: "secret",
    };
    response
      .writeHead(status, headers)
      .end(request.url === "/latin1" ? Buffer.from([0x22, 0xe9, 0x22]) : body);
  });
});
afterAll(() => server.close());

const run = (path: string, ...assert: string[]) =>
  probe({ kind: "http", target: `${server.url}${path}`, assert });

describe("verdicts", () => {
  test.each([
    ["/", [], "pass", "held"],
    ["/", ["status == 200"], "pass", "held"],
    ["/", ["status == 204"], "fail", "contradicted"],
    ["/", ["time < 5s"], "pass", "held"],
    ["/", ["time > 5s"], "fail", "contradicted"],
    [
      "/green",
      ['$.status == "green"', "$.n >= 3", "$.f in ratio < 70%", "$['list'][0]['a b'] == true"],
      "pass",
      "held",
    ],
    ["/green", ['$.status == "red"'], "fail", "contradicted"],
    ["/green", ['$.n == "3"'], "inconclusive", "not-measured"],
    ["/green", ["$.status > 3"], "inconclusive", "not-measured"],
    ["/green", ['$.status != "red"', '$.absent != "red"'], "inconclusive", "not-measured"],
    ["/green", ["$.nil != true"], "inconclusive", "not-measured"],
    ["/green", ['$.empty != "red"'], "inconclusive", "not-measured"],
    ["/green", ["$.list != true"], "inconclusive", "not-measured"],
    ["/green", ["$.toString != true"], "inconclusive", "not-measured"],
    ["/green", ["$.big == 9007199254740992"], "inconclusive", "not-measured"],
    ["/html", ["$.cpu < 70"], "inconclusive", "not-measured"],
    ["/nan", ["$.cpu < 70"], "inconclusive", "not-measured"],
    ["/bare-nan", ["$.cpu < 70"], "inconclusive", "not-measured"],
    ["/latin1", ['$ == "x"'], "inconclusive", "not-measured"],
    ["/down", ['$.status == "green"'], "fail", "server-error"],
    ["/down", [], "fail", "server-error"],
    ["/down", ["status == 503"], "pass", "held"],
    ["/missing", ['$.status == "green"'], "fail", "contradicted"],
  ])("%s %j: %s", async (path, assert, verdict, code) => {
    const result = await run(path, ...assert);
    expect([result.verdict, result.reason.code]).toEqual([verdict, code]);
  });
});

test("evidence says what was asked, where, how long and what came, and keeps no secrets", async () => {
  const { evidence, figures, assertions } = await run("/green", '$.status == "green"');
  expect(evidence).toMatchObject({ engine: "1", kind: "http", address: "127.0.0.1", status: 200 });
  expect(evidence.specHash).toMatch(/^[0-9a-f]{64}$/);
  expect(evidence.headers["content-type"]).toBe("application/json");
  expect(evidence.phases?.totalMs).toBeGreaterThan(0);
  expect(evidence.body).toMatchObject({ complete: true, excerpt: bodies["/green"]?.[2] });
  expect(JSON.stringify(evidence)).not.toContain("secret");
  expect(figures).toContainEqual({ name: "$.status", value: "green", unit: "" });
  expect(assertions[1]).toEqual({
    text: '$.status == "green"',
    expected: '== "green"',
    actual: '"green"',
    raw: "green",
    verdict: "pass",
    unmeasured: null,
  });
});

test("nobody listening is a fail; a name without an address is inconclusive", async () => {
  const gone = await serveTcp(() => undefined);
  await gone.close();
  expect(await probe({ kind: "http", target: gone.url })).toMatchObject({
    verdict: "fail",
    reason: { code: "connection-refused" },
  });
  const nowhere = await probe(
    { kind: "http", target: "http://nowhere.test/" },
    { resolver: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })) },
  );
  expect(nowhere).toMatchObject({ verdict: "inconclusive", reason: { code: "name-unresolved" } });
});

test("a resolver that never answers is given up on", async () => {
  const result = await probe(
    { kind: "http", target: "http://slow.test/", timeout: "100ms" },
    { resolver: () => new Promise(() => undefined) },
  );
  expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "dns-timeout" } });
});

test("a cancelled run ends at once", async () => {
  const silent = await serveTcp(() => undefined);
  const stop = new AbortController();
  const running = probe({ kind: "http", target: silent.url }, { signal: stop.signal });
  stop.abort();
  expect(await running).toMatchObject({ verdict: "inconclusive", reason: { code: "cancelled" } });
  await silent.close();
});

test("variables come from the environment; one that is missing is named", async () => {
  const spec = { kind: "http", target: "{{BASE_URL}}/green", assert: ['$.status == "{{STATE}}"'] };
  const values = { BASE_URL: `${server.url}/`, STATE: "green" };
  expect(await probe(spec, { values })).toMatchObject({
    verdict: "pass",
    evidence: { status: 200 },
  });
  expect(await probe(spec, { values: { BASE_URL: server.url } })).toMatchObject({
    verdict: "inconclusive",
    reason: { code: "variables-missing", params: { names: "STATE" } },
  });
  const secret = await probe(spec, {
    values: { ...values, BASE_URL: "http://me:hunter2@127.0.0.1" },
  });
  expect(secret).toMatchObject({ verdict: "inconclusive", reason: { code: "spec-invalid" } });
  expect(JSON.stringify(secret)).not.toContain("hunter2");
});
