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
  expect(evidence).toMatchObject({ engine: "4", kind: "http", address: "127.0.0.1", status: 200 });
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

type Sent = Record<string, string | string[]>;

describe("headers and bodies", () => {
  const answer = async (headers: Sent, body: string, ...assert: string[]) => {
    const other = await serveHttp((_, response) => response.writeHead(200, headers).end(body));
    const result = await probe({ kind: "http", target: other.url, assert });
    await other.close();
    return result;
  };

  test.each<[Sent, string, string, string | null]>([
    [{ "X-Frame-Options": "DENY" }, 'header x-frame-options == "DENY"', "pass", null],
    [{ "x-frame-options": "DENY" }, 'header X-Frame-Options != "DENY"', "fail", null],
    [
      { "cache-control": "no-store, private" },
      'header cache-control contains "no-store"',
      "pass",
      null,
    ],
    [{}, 'header x-none != "DENY"', "inconclusive", "missing"],
    [{ "x-empty": "" }, 'header x-empty != "a"', "inconclusive", "empty"],
    [{ "x-twice": ["a", "b"] }, 'header x-twice == "a"', "inconclusive", "several"],
    [{ "x-twice": ["a", "a"] }, 'header x-twice == "a"', "inconclusive", "several"],
    [{ "x-twice": ["a", "b"] }, 'header x-twice != "c"', "inconclusive", "several"],
    [
      { "cache-control": ["a", "b"] },
      'header cache-control contains "a"',
      "inconclusive",
      "several",
    ],
    [{}, 'header __proto__ != "a"', "inconclusive", "missing"],
    [{}, 'header constructor != "a"', "inconclusive", "missing"],
  ])("%j %s: %s", async (headers, line, verdict, unmeasured) => {
    const result = await answer(headers, "", line);
    expect([result.verdict, result.assertions[1]?.unmeasured]).toEqual([verdict, unmeasured]);
  });

  test.each([
    ["pong", 'body == "pong"', "pass", null],
    ["pong\n", 'body == "pong"', "fail", null],
    ["all ok here", 'body contains "ok"', "pass", null],
    ["all ok here", 'body contains "OK"', "fail", null],
    ["", 'body != "down"', "inconclusive", "empty"],
  ])("a body of %j: %s: %s", async (body, line, verdict, unmeasured) => {
    const result = await answer({}, body, line);
    expect([result.verdict, result.assertions[1]?.unmeasured]).toEqual([verdict, unmeasured]);
  });

  test("what a header may not leave behind is compared but not kept", async () => {
    const headers = {
      "set-cookie": "session=hunter2; HttpOnly; Secure",
      location: "https://a.test/next?token=hunter3",
      "proxy-authorization": "Basic hunter4",
    };
    const result = await answer(
      headers,
      "",
      'header set-cookie contains "HttpOnly"',
      'header location contains "a.test"',
      'header proxy-authorization contains "Basic"',
    );
    expect(result.verdict).toBe("pass");
    expect(result.assertions[1]?.raw).toBe("session=…; HttpOnly; Secure");
    expect(JSON.stringify(result)).not.toMatch(/hunter/);
  });

  test("a body that is no text cannot be compared", async () => {
    expect((await run("/latin1", 'body != "x"')).assertions[1]?.unmeasured).toBe("wrong-type");
  });
});

describe("the request", () => {
  /** Answers with what it was asked, after closing the connection on the first `closes` requests. */
  const echoing = async (more: Record<string, unknown>, order = {}, closes = 0) => {
    let left = closes;
    const other = await serveHttp((request, response) => {
      left -= 1;
      if (left >= 0) return request.socket.destroy();
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      const { method, headers } = request;
      request.on("end", () => response.end(JSON.stringify({ method, headers, body })));
    });
    const result = await probe({ kind: "http", target: other.url, ...more }, order);
    await other.close();
    return { ...result, asked: closes - left };
  };

  test.each(["GET", "OPTIONS", "POST"])("may be a %s", async (method) => {
    const { verdict } = await echoing({ method, assert: [`$.method == "${method}"`] });
    expect(verdict).toBe("pass");
  });

  test("may be a HEAD, which has no body to ask about", async () => {
    expect((await echoing({ method: "HEAD" })).verdict).toBe("pass");
    for (const line of ["$.a == 1", 'body == "x"']) {
      expect((await echoing({ method: "HEAD", assert: [line] })).reason.code).toBe("spec-invalid");
    }
  });

  test("carries a body with POST only", async () => {
    const sent = { body: "hello", assert: ['$.body == "hello"'] };
    expect((await echoing({ ...sent, method: "POST" })).verdict).toBe("pass");
    expect((await echoing(sent)).reason.code).toBe("spec-invalid");
    const secret = { method: "POST", body: "{{secret.TOKEN}}" };
    expect((await echoing(secret)).reason.code).toBe("spec-invalid");
  });

  test("carries headers, with secrets that nothing keeps", async () => {
    const spec = {
      headers: { Authorization: "Bearer {{secret.TOKEN}}", Accept: "text/x" },
      assert: ['$.headers.authorization contains "Bearer "', '$.headers.accept == "text/x"'],
    };
    const result = await echoing(spec, { secrets: () => "hunter2hunter2" });
    expect(result.verdict).toBe("pass");
    expect(JSON.stringify(result)).not.toContain("hunter2");
    expect(result.evidence.body?.excerpt).toContain("[secret TOKEN]");
  });

  test("names a secret so that it is one, or is no valid spec", async () => {
    for (const value of [
      "{{secret.api-token}}",
      "{{ secret . T }}",
      "{{SECRET.T}}",
      "{{secret.1}}",
    ]) {
      const { reason } = await echoing({ headers: { "x-token": `v ${value}` } });
      expect([value, reason.code, reason.params.path]).toEqual([
        value,
        "spec-invalid",
        "headers.x-token",
      ]);
    }
  });

  test("has each header once, however it is written", async () => {
    const twice = { headers: { "X-Tenant": "blue", "x-tenant": "red" } };
    const { reason } = await echoing(twice);
    expect([reason.code, reason.params.path]).toEqual(["spec-invalid", "headers"]);
  });

  test("is repeated after a cut connection, but a POST only when the spec says so", async () => {
    const get = await echoing({}, {}, 1);
    expect([get.verdict, get.asked]).toEqual(["pass", 2]);
    const post = await echoing({ method: "POST", body: "x" }, {}, 1);
    expect([post.verdict, post.reason.code, post.asked]).toEqual(["fail", "connection-closed", 1]);
    const twice = await echoing({ method: "POST", body: "x", retries: 1 }, {}, 1);
    expect([twice.verdict, twice.asked]).toEqual(["pass", 2]);
  });
});
