import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { localServers, serveHttp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

const ours = "https://app.example.com";

type Policy = (
  origin: string,
  request: IncomingMessage,
) => OutgoingHttpHeaders & { status?: number };

async function run(policy: Policy, more: Record<string, unknown> = {}) {
  const server = await keep(
    serveHttp((request, response) => {
      const { status, ...headers } = policy(request.headers.origin ?? "", request);
      response.writeHead(status ?? (request.method === "OPTIONS" ? 204 : 200), headers).end();
    }),
  );
  return probe({ kind: "cors", target: `${server.url}/api`, origin: ours, ...more });
}

const name = "Access-Control-Allow-Origin";
const withCredentials = { "Access-Control-Allow-Credentials": "true" };

/** Lets one origin in, and says to caches that it depends. */
const careful: Policy = (origin) =>
  origin === ours ? { [name]: origin, Vary: "Origin", ...withCredentials } : { Vary: "Origin" };

const told = ({ assertions }: Awaited<ReturnType<typeof run>>) =>
  assertions.map(({ actual, unmeasured }) => actual ?? unmeasured);

test("a careful server passes; every request is in the evidence", async () => {
  const result = await run(careful);
  expect(result).toMatchObject({ verdict: "pass", reason: { code: "held", params: { count: 3 } } });
  expect(told(result)[0]).toBe(`yes: ${ours} is let in`);
  expect(told(result)[1]).toContain("refused: https://cors-probe.invalid, ");
  // preflight and request for the allowed, a foreign and the null origin, and two that look alike
  expect(result.evidence.attempts[0]?.hops).toHaveLength(8);
  expect(result.evidence.headers["access-control-allow-origin"]).toBe(ours);
});

describe("strangers", () => {
  test.each<[string, Policy, string, string]>([
    [
      "every origin is reflected, with credentials",
      (origin) => ({ [name]: origin, Vary: "Origin", ...withCredentials }),
      "fail",
      "foreign-credentials",
    ],
    [
      "every origin is reflected",
      (origin) => ({ [name]: origin, Vary: "Origin" }),
      "fail",
      "contradicted",
    ],
    [
      "null is let in with credentials",
      (origin) =>
        origin === ours || origin === "null" ? { [name]: origin, ...withCredentials } : {},
      "fail",
      "foreign-credentials",
    ],
    [
      "whatever begins with ours, with credentials",
      (origin) => (origin.startsWith(ours) ? { [name]: origin, ...withCredentials } : {}),
      "fail",
      "foreign-credentials",
    ],
    [
      "whatever ends with ours",
      (origin) => (origin.endsWith("app.example.com") ? { [name]: origin } : {}),
      "fail",
      "contradicted",
    ],
    [
      "only the preflight lets them in",
      (origin, { method }) => (origin === ours || method === "OPTIONS" ? { [name]: origin } : {}),
      "fail",
      "contradicted",
    ],
    ["everybody, without credentials", () => ({ [name]: "*" }), "fail", "contradicted"],
    ["a fixed origin that is ours", () => ({ [name]: ours }), "pass", "held"],
    [
      "nobody but ours, with 403",
      (origin) => (origin === ours ? { [name]: ours } : { status: 403 }),
      "pass",
      "held",
    ],
    [
      "ours, and errors for the rest",
      (origin) => (origin === ours ? { [name]: ours } : { status: 500 }),
      "inconclusive",
      "not-measured",
    ],
    [
      "true in capitals is no credentials",
      (origin) => ({ [name]: origin, "Access-Control-Allow-Credentials": "TRUE" }),
      "fail",
      "contradicted",
    ],
  ])("%s", async (_, policy, verdict, code) => {
    const result = await run(policy);
    expect([result.verdict, result.reason.code]).toEqual([verdict, code]);
  });

  test("whatever begins with the name of ours is found out also where ours has a port", async () => {
    const careless: Policy = (origin) => {
      const hostname = URL.parse(origin)?.hostname ?? "";
      return hostname.startsWith("app.example.com") ? { [name]: origin } : {};
    };
    const result = await run(careless, { origin: `${ours}:8443` });
    expect([result.verdict, told(result)[1]]).toEqual([
      "fail",
      "reflected: https://app.example.com.cors-probe.invalid:8443 is let in, without credentials",
    ]);
  });

  test("a public answer is a word of its own, for a person to decide about", async () => {
    const everybody = await run(() => ({ [name]: "*" }));
    expect(told(everybody)[1]).toBe("public: every site may read the answer, without credentials");
    const assert = ["allowed == yes", "foreign == public", "null == public"];
    expect((await run(() => ({ [name]: "*" }), { assert })).verdict).toBe("pass");
    // A star never goes with credentials in a browser.
    const starred = await run(() => ({ [name]: "*", ...withCredentials }), { assert });
    expect(starred.verdict).toBe("pass");
  });

  test("no line can want a stranger with credentials", async () => {
    const open: Policy = (origin) => ({ [name]: origin, ...withCredentials });
    for (const assert of [["foreign != refused"], ["allowed == yes"], ["null != public"]]) {
      const result = await run(open, { assert });
      expect([result.verdict, result.reason.code]).toEqual(["fail", "foreign-credentials"]);
    }
  });

  test("two values are none to a browser", async () => {
    const twice: Policy = (origin) => ({ [name]: [origin, ours] });
    expect(told(await run(twice))[0]).toBe(`no: ${ours} is not let in`);
    const listed: Policy = (origin) => ({ [name]: `${origin}, ${ours}` });
    expect(told(await run(listed))[0]).toBe(`no: ${ours} is not let in`);
  });
});

describe("the allowed origin", () => {
  const preflight =
    (answer: OutgoingHttpHeaders & { status?: number }): Policy =>
    (origin, request) =>
      origin === ours && request.method === "OPTIONS"
        ? { [name]: ours, Vary: "Origin", ...answer }
        : careful(origin, request);

  test.each<[string, Record<string, unknown>, OutgoingHttpHeaders & { status?: number }, string]>([
    ["nothing special", {}, {}, "yes"],
    [
      "the preflight is refused",
      {},
      { status: 405 },
      "simple: the preflight is answered with status 405",
    ],
    ["a redirect is no preflight", {}, { status: 302 }, "simple"],
    ["POST needs no permission", { method: "POST" }, {}, "yes"],
    ["PUT does", { method: "PUT" }, {}, "simple: the preflight does not allow PUT"],
    ["PUT is allowed", { method: "PUT" }, { "Access-Control-Allow-Methods": "GET, PUT" }, "yes"],
    [
      "methods are case-sensitive",
      { method: "PUT" },
      { "Access-Control-Allow-Methods": "put" },
      "simple",
    ],
    ["a star allows", { method: "PUT" }, { "Access-Control-Allow-Methods": "*" }, "yes"],
    [
      "a star is a name where credentials go along",
      { method: "PUT", credentials: true },
      { "Access-Control-Allow-Methods": "*", ...withCredentials },
      "simple",
    ],
    [
      "a header is allowed",
      { requestHeaders: ["X-Token"] },
      { "Access-Control-Allow-Headers": "x-token, x-other" },
      "yes",
    ],
    [
      "a header is not",
      { requestHeaders: ["X-Token"] },
      {},
      "simple: the preflight does not allow the header X-Token",
    ],
    [
      "a star is not Authorization",
      { requestHeaders: ["Authorization"] },
      { "Access-Control-Allow-Headers": "*" },
      "simple",
    ],
    ["credentials", { credentials: true }, withCredentials, "yes"],
    [
      "no credentials in the preflight",
      { credentials: true },
      {},
      "simple: the preflight says that",
    ],
  ])("%s", async (_, more, answer, expected) => {
    expect(told(await run(preflight(answer), more))[0]).toContain(expected);
  });

  test("is not let in by nobody, by a star where it brings credentials, or by an error", async () => {
    expect(told(await run(() => ({})))[0]).toBe(`no: ${ours} is not let in`);
    const starred = await run(() => ({ [name]: "*" }), { credentials: true });
    expect(told(starred)[0]).toBe(`no: ${ours} is not let in with credentials`);
    const broken = await run(() => ({ [name]: ours, status: 500 }));
    expect([broken.verdict, broken.reason.code]).toEqual(["fail", "server-error"]);
  });

  test("an answer that depends on the origin and does not say so is noted", async () => {
    const forgetful: Policy = (origin) => (origin === ours ? { [name]: origin } : {});
    expect(told(await run(forgetful))[0]).toContain("Vary: Origin is missing");
    expect(told(await run(() => ({ [name]: ours })))[0]).not.toContain("Vary");
  });
});

test("a page that is not there refuses nobody: it was not measured", async () => {
  const assert = ["foreign == refused", "null == refused"];
  for (const status of [302, 404, 429, 503]) {
    const result = await run(() => ({ status }), { assert, origin: undefined });
    expect([status, result.verdict]).toEqual([status, "inconclusive"]);
  }
});

test("without an origin only strangers are asked for; credentials go with the request alone", async () => {
  const seen: string[] = [];
  const watch: Policy = (origin, { method, headers }) => {
    seen.push(`${method} ${origin} ${headers.authorization ?? "-"}`);
    return { Vary: "Origin" };
  };
  const headers = { Authorization: "Bearer abc" };
  const result = await run(watch, { origin: undefined, headers });
  expect(result.verdict).toBe("pass");
  expect(seen).toEqual([
    "OPTIONS https://cors-probe.invalid -",
    "GET https://cors-probe.invalid Bearer abc",
    "OPTIONS null -",
    "GET null Bearer abc",
  ]);
});

test("nobody there is a fail, asked once; an address that is not allowed is not measured", async () => {
  const server = await serveHttp(() => undefined);
  await server.close();
  const spec = { kind: "cors", target: server.url, origin: ours, retries: 0 };
  const gone = await probe(spec);
  expect([gone.verdict, gone.reason.code]).toEqual(["fail", "connection-refused"]);
  expect(gone.evidence.attempts[0]?.hops).toHaveLength(1);
  const refused = await probe(spec, { allow: [] });
  expect([refused.verdict, refused.reason.code]).toEqual(["inconclusive", "address-refused"]);
});

test.each([
  [{ origin: `${ours}/` }, "origin"],
  [{ origin: "app.example.com" }, "origin"],
  [{ assert: ["allowed == yes"] }, "needed"],
  [{ assert: ["foreign == exposed"] }, "is one of"],
  [{ requestHeaders: ["a b"] }, "header's name"],
])("%j is no spec", (more, message) => {
  const read = parseSpec({ kind: "cors", target: "http://a.test", ...more });
  expect(read.ok ? "" : read.issues[0]?.message).toContain(message);
});
