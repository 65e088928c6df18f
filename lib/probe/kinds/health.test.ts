import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp } from "@/lib/testing/servers";

const health = "application/health+json";
const spring = "application/vnd.spring-boot.actuator.v3+json";
const text = "text/plain";

let server: LocalServer;
let answer: [number, string, string] = [200, text, ""];
beforeAll(async () => {
  server = await serveHttp((_, response) => {
    const [status, type, body] = answer;
    response.writeHead(status, { "content-type": type, "x-version": "7" }).end(body);
  });
});
afterAll(() => server.close());

async function run(given: [number, string, string], ...assert: string[]) {
  answer = given;
  return probe({ kind: "health", target: `${server.url}/health`, assert });
}

describe("what an endpoint says about its health", () => {
  test.each([
    // draft-inadarei-api-health-check
    [200, health, '{"status":"pass"}', "pass", null],
    [200, health, '{"status":"PASS","version":"1"}', "pass", null],
    [200, health, '{"status":"ok"}', "pass", null],
    [200, health, '{"status":"up"}', "pass", null],
    [200, health, '{"status":"warn"}', "inconclusive", "warning"],
    [200, health, '{"status":"fail"}', "fail", null],
    [200, health, '{"status":"error"}', "fail", null],
    [500, health, '{"status":"fail"}', "fail", null],
    // Spring's actuator
    [200, spring, '{"status":"UP"}', "pass", null],
    [200, spring, '{"status":"DOWN"}', "fail", null],
    [200, spring, '{"status":"OUT_OF_SERVICE"}', "fail", null],
    [200, spring, '{"status":"UNKNOWN"}', "inconclusive", "unrecognised"],
    [503, spring, '{"status":"DOWN"}', "fail", null],
    [200, spring, '{"status":"UP","components":{"db":{"status":"UP"}}}', "pass", null],
    // plain
    [200, text, "ok", "pass", null],
    [200, text, "OK\n", "pass", null],
    [200, "text/plain", "Healthy", "pass", null],
    [200, text, "Degraded", "inconclusive", "warning"],
    [200, text, "down", "fail", null],
    [200, text, "Unhealthy", "fail", null],
    [200, "application/json", '"ok"', "pass", null],
    [200, text, "", "pass", null],
    [204, text, "", "pass", null],
    [202, text, "", "inconclusive", "unrecognised"],
    // nothing that can be taken for health
    [200, "text/html", "<!doctype html><title>ok</title>", "inconclusive", "unrecognised"],
    [200, text, "ok, but the database is down", "inconclusive", "unrecognised"],
    [200, health, "{}", "inconclusive", "unrecognised"],
    [200, health, '{"status":200}', "inconclusive", "unrecognised"],
    [200, health, '{"status":null}', "inconclusive", "unrecognised"],
    [200, health, '{"state":"pass"}', "inconclusive", "unrecognised"],
    [200, health, '["pass"]', "inconclusive", "unrecognised"],
    [200, health, '{"status":"pass"', "inconclusive", "unrecognised"],
    [200, health, '{"status":"fail","status":"pass"}', "inconclusive", "several"],
    [200, health, `${"[".repeat(300)}${"]".repeat(300)}`, "inconclusive", "too-many"],
    // status and body that disagree
    [503, spring, '{"status":"UP"}', "fail", null],
    [404, health, '{"status":"pass"}', "inconclusive", "conflicting"],
    [302, text, "ok", "inconclusive", "conflicting"],
    [
      200,
      spring,
      '{"status":"UP","components":{"db":{"status":"DOWN"}}}',
      "inconclusive",
      "conflicting",
    ],
    // no health at all
    [404, "text/html", "not here", "fail", null],
    [500, "text/html", "oops", "fail", null],
    [503, text, "", "fail", null],
    [401, "text/html", "who are you", "inconclusive", "unrecognised"],
    [429, text, "", "inconclusive", "unrecognised"],
    [302, "text/html", "", "inconclusive", "unrecognised"],
  ])("%i %s %s: %s", async (status, type, body, verdict, unmeasured) => {
    const result = await run([status, type, body]);
    expect([result.verdict, result.assertions[0]?.unmeasured]).toEqual([verdict, unmeasured]);
  });
});

test("a body that contradicts its status is told in what people read", async () => {
  const down = await run([200, spring, '{"status":"DOWN"}']);
  expect(down.reason).toEqual({
    code: "contradicted",
    params: {
      text: "health == pass",
      expected: '== "pass"',
      actual: "fail (status 200, the body says DOWN)",
    },
  });
  const up = await run([503, spring, '{"status":"UP"}']);
  expect(up.reason.params.actual).toBe("fail (status 503, the body says UP)");
});

test("a warning passes only for somebody who asked that it may", async () => {
  const warned: [number, string, string] = [200, health, '{"status":"warn"}'];
  expect((await run(warned, "health != fail")).verdict).toBe("pass");
  expect((await run(warned, "health == warn")).verdict).toBe("pass");
  expect((await run(warned, "health != warn")).verdict).toBe("fail");
});

test("no warning is no wish for worse: a fail passes only for somebody who asked for it", async () => {
  const down: [number, string, string] = [503, health, '{"status":"fail"}'];
  expect((await run(down, "health != warn")).verdict).toBe("fail");
  expect((await run(down, "health == fail")).verdict).toBe("pass");
});

test("of many components the last one counts as the first", async () => {
  const named = (last: string) =>
    Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [`c${i}`, [{ status: i < 4999 ? "pass" : last }]]),
    );
  const body = (last: string) => JSON.stringify({ status: "pass", checks: named(last) });
  const result = await run([200, health, body("fail")]);
  expect([result.verdict, result.assertions[0]?.unmeasured]).toEqual([
    "inconclusive",
    "conflicting",
  ]);
  expect(result.assertions[0]?.raw).toContain("c4999 says fail");
  const fine = await run([200, health, body("pass")]);
  expect(fine.verdict).toBe("pass");
  expect(fine.figures.length).toBeLessThan(60);
});

test("every component is a figure, in whichever format it stands", async () => {
  const components = async (body: unknown) => {
    const { figures } = await run([200, health, JSON.stringify(body)]);
    return figures.flatMap(({ name, value }) =>
      ["health", "status", "time"].includes(name) ? [] : [`${name}: ${value}`],
    );
  };
  const nested = { db: { status: "UP", components: { primary: { status: "UP" } } } };
  expect(await components({ status: "UP", components: nested })).toEqual([
    "db: UP",
    "db.primary: UP",
  ]);
  const checks = { "db:time": [{ componentId: "node-1", status: "pass" }, { status: "warn" }] };
  expect(await components({ status: "pass", checks })).toEqual(["db:time: pass", "db:time: warn"]);
  const profile = [{ name: "disk", status: "UP", data: { free: 1 } }];
  expect(await components({ status: "UP", checks: profile })).toEqual(["disk: UP"]);
  expect(await components({ status: "UP", redis: { status: "UP" }, info: { a: 1 } })).toEqual([
    "redis: UP",
  ]);
  expect(await components({ status: "ok", details: { api: { status: "up" } } })).toEqual([
    "api: up",
  ]);
});

test("paths, headers and time can be asked besides; health is asked unless a line is about it", async () => {
  const given: [number, string, string] = [200, health, '{"status":"pass","version":"7"}'];
  const asked = ['$.version == "7"', 'header x-version == "7"', "time < 10s"];
  const held = await run(given, ...asked);
  expect([held.verdict, held.assertions.map(({ text }) => text)]).toEqual([
    "pass",
    ["health == pass", ...asked],
  ]);
  const down = await run([200, health, '{"status":"fail","version":"7"}'], ...asked);
  expect(down.verdict).toBe("fail");
});

test("nobody there is a fail; an address that is not allowed is not", async () => {
  const spec = { kind: "health", target: `${server.url}/health` };
  const refused = await probe(spec, { allow: [] });
  expect([refused.verdict, refused.reason.code]).toEqual(["inconclusive", "address-refused"]);
  const gone = await serveHttp(() => undefined);
  await gone.close();
  const nobody = await probe({ ...spec, target: gone.url });
  expect([nobody.verdict, nobody.reason.code]).toEqual(["fail", "connection-refused"]);
});
