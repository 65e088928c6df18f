import { afterEach, describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { localServers, serveHttp, serveTcp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

const resolver = () => Promise.resolve(["127.0.0.1"]);

/** A run against a server that answers with a status and these Locations; `HOST` stands for its own host. */
async function run(
  status: number,
  location: string | string[],
  more: Record<string, unknown> = {},
) {
  const server = await keep(
    serveHttp((_, response) => {
      const headers: Record<string, string | string[]> = location.length === 0 ? {} : { location };
      response.writeHead(status, headers).end("plain");
    }),
  );
  return probe(
    { kind: "https", target: `http://app.test:${server.port}/page?a=b`, ...more },
    { resolver },
  );
}

describe("the first hop", () => {
  test.each([
    [301, "https://app.test/page?a=b", "pass", "upgraded: to HTTPS on the same host with 301"],
    [302, "https://app.test/", "pass", "upgraded: to HTTPS on the same host with 302"],
    [307, "https://app.test:443/", "pass", "upgraded: to HTTPS on the same host with 307"],
    [301, "https://app.test:0/", "fail", "open: it redirects to port 0, not 443"],
    [308, "HTTPS://APP.TEST/", "pass", "upgraded: to HTTPS on the same host with 308"],
    [301, "//app.test/", "fail", "open: it redirects to http:// first"],
    [301, "/secure", "fail", "open: it redirects to http:// first"],
    [301, "http://www.app.test/", "fail", "open: it redirects to http:// first"],
    [301, "https://www.app.test/", "fail", "open: it redirects to another host, www.app.test"],
    [301, "https://app.test.evil.test/", "fail", "open: it redirects to another host"],
    [301, "https://app.test@evil.test/", "fail", "open: it redirects to another host, evil.test"],
    [301, "https:\\\\evil.test\\app.test", "fail", "open: it redirects to another host, evil.test"],
    [301, "https:/page", "fail", "open: it redirects to another host, page"],
    [301, "https://app.test./", "fail", "open: it redirects to another host, app.test."],
    [301, "https://me@app.test/", "fail", "open: it redirects with a user name"],
    [301, "https://app.test:8443/", "fail", "open: it redirects to port 8443, not 443"],
    [301, "javascript:alert(1)", "fail", "open: it redirects to javascript:// first"],
    [301, "https://[", "fail", "open: it redirects to what is no URL"],
    [301, "", "fail", "open: plain HTTP is answered with status 301"],
    [200, "", "fail", "open: plain HTTP is answered with status 200"],
    [200, "https://app.test/", "fail", "open: plain HTTP is answered with status 200"],
    [404, "", "fail", "open: plain HTTP is answered with status 404"],
    [503, "", "fail", "open: plain HTTP is answered with status 503"],
  ])("%i %s: %s", async (status, location, verdict, told) => {
    const result = await run(status, location);
    expect([result.verdict, result.assertions[0]?.actual]).toEqual([
      verdict,
      expect.stringContaining(told),
    ]);
  });

  test("two places to go to are no answer", async () => {
    const { verdict, assertions } = await run(301, ["https://app.test/", "https://evil.test/"]);
    expect([verdict, assertions[0]?.unmeasured]).toEqual(["inconclusive", "several"]);
  });

  test("is never followed, and what the address carried is not kept from the redirect", async () => {
    const result = await run(301, "https://app.test/?token=hunter2");
    expect(result.evidence.attempts[0]?.hops).toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });
});

test("HTTPS may be expected at another port, and the redirect may have to be for good", async () => {
  expect((await run(301, "https://app.test:8443/", { httpsPort: 8443 })).verdict).toBe("pass");
  const lasting = { assert: ["plain == upgraded", "status == 301"] };
  expect((await run(301, "https://app.test/", lasting)).verdict).toBe("pass");
  expect((await run(302, "https://app.test/", lasting)).verdict).toBe("fail");
});

test("a closed port is a pass that says so, and a fail for somebody who asked for the redirect", async () => {
  const server = await serveHttp(() => undefined);
  await server.close();
  const closed = await probe({ kind: "https", target: server.url });
  expect(closed).toMatchObject({
    verdict: "pass",
    reason: { code: "port-closed", params: { port: server.port } },
    assertions: [{ actual: "closed: nothing listens on plain HTTP", raw: null }],
  });
  const asked = await probe({ kind: "https", target: server.url, assert: ["plain == upgraded"] });
  expect([asked.verdict, asked.reason.code]).toEqual(["fail", "contradicted"]);
});

test("whoever does not answer, or not in HTTP, is not measured", async () => {
  const silent = await keep(serveTcp(() => undefined));
  const late = await probe({ kind: "https", target: silent.url, timeout: "200ms" });
  expect([late.verdict, late.reason.code]).toEqual(["inconclusive", "answer-timeout"]);
  const hangsUp = await keep(serveTcp((socket) => socket.end()));
  const closed = await probe({ kind: "https", target: hangsUp.url });
  expect([closed.verdict, closed.reason.code]).toEqual(["inconclusive", "connection-closed"]);
  const garbled = await keep(serveTcp((socket) => socket.end("\u0015\u0003\u0001")));
  expect((await probe({ kind: "https", target: garbled.url })).verdict).toBe("inconclusive");
  const refused = await probe({ kind: "https", target: silent.url }, { allow: [] });
  expect([refused.verdict, refused.reason.code]).toEqual(["inconclusive", "address-refused"]);
});

test.each([
  ["app.test", true],
  ["app.test:8080", true],
  ["{{HOST}}", true],
  ["http://app.test", true],
  ["https://app.test", false],
  ["http://me:pw@app.test", false],
  ["app.test/page", false],
  ["me@app.test", false],
  ["", false],
])("%s is a target: %s", (target, valid) => {
  expect(parseSpec({ kind: "https", target }).ok).toBe(valid);
});
