import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp, serveTcp } from "@/lib/testing/servers";

const token = "s3cr3t-t0ken-9f8e";

/** What each path answers to nobody, to a wrong token and to the right one. */
const doors: Record<string, [number, number, number]> = {
  "/good": [401, 401, 200],
  "/forbidden": [403, 403, 204],
  "/open": [200, 200, 200],
  "/shut": [401, 401, 401],
  "/careless": [401, 200, 200],
  "/hidden": [404, 404, 200],
  "/gone": [404, 404, 404],
  "/down": [503, 503, 503],
  "/sign-in": [302, 302, 200],
  "/half-down": [401, 401, 500],
};
const locations: Record<string, string> = {
  "/sign-in": "/login?next=%2Fsign-in",
};

let server: LocalServer;
let seen: (string | undefined)[] = [];
beforeAll(async () => {
  server = await serveHttp((request, response) => {
    const given = request.headers.authorization;
    seen.push(given);
    const path = request.url ?? "";
    const [nobody, wrong, right] = doors[path] ?? [500, 500, 500];
    const status = given === undefined ? nobody : given === `Bearer ${token}` ? right : wrong;
    const headers = status === 302 ? { location: locations[path] ?? "/" } : {};
    response.writeHead(status, headers).end(status === 200 ? "the protected page" : "no");
  });
});
afterAll(() => server.close());

function run(path: string, more: Record<string, unknown> = {}) {
  seen = [];
  return probe(
    {
      kind: "auth",
      target: `${server.url}${path}`,
      headers: { authorization: "Bearer {{secret.API_TOKEN}}", "x-tenant": "blue" },
      ...more,
    },
    { secrets: (name) => (name === "API_TOKEN" ? token : null) },
  );
}

test.each([
  ["/good", "pass", ["pass", "pass"], ["refused (401)", "accepted (200)"]],
  ["/forbidden", "pass", ["pass", "pass"], ["refused (403)", "accepted (204)"]],
  ["/open", "fail", ["fail", "pass"], ["accepted (200)", "accepted (200)"]],
  ["/shut", "fail", ["pass", "fail"], ["refused (401)", "refused (401)"]],
  ["/hidden", "fail", ["fail", "pass"], ["404", "accepted (200)"]],
  ["/gone", "fail", ["fail", "fail"], ["404", "404"]],
  ["/down", "fail", ["fail", "fail"], ["503", "503"]],
  ["/half-down", "fail", ["pass", "fail"], ["refused (401)", "500"]],
  ["/sign-in", "fail", ["fail", "pass"], ["302", "accepted (200)"]],
])("%s: %s", async (path, verdict, verdicts, actual) => {
  const result = await run(path);
  expect(result.verdict).toBe(verdict);
  expect(result.assertions.map((one) => one.verdict)).toEqual(verdicts);
  expect(result.assertions.map((one) => one.actual)).toEqual(actual);
});

test("nobody is asked without the header that holds the secret, and with the others", async () => {
  await run("/good");
  expect(seen).toEqual([undefined, `Bearer ${token}`]);
});

test("neither the token nor what it opens is kept", async () => {
  for (const path of ["/good", "/open"]) {
    const text = JSON.stringify(await run(path));
    expect(text).not.toContain(token);
    expect(text).not.toContain("the protected page");
  }
});

describe("a wrong token", () => {
  test("is sent when it is asked about, has the same form and is another one each time", async () => {
    expect((await run("/good", { assert: ["wrong == refused"] })).verdict).toBe("pass");
    expect(seen).toHaveLength(3);
    expect(seen[1]).toMatch(/^Bearer [\w-]{32}$/);
    const first = seen[1];
    await run("/good", { assert: ["wrong == refused"] });
    expect(seen[1]).not.toBe(first);
  });

  test("that opens the door is a fail", async () => {
    expect((await run("/careless")).verdict).toBe("pass");
    const result = await run("/careless", { assert: ["wrong == refused"] });
    expect(result).toMatchObject({ verdict: "fail", reason: { code: "contradicted" } });
  });
});

describe("what counts as refused can be widened", () => {
  test("by a status", async () => {
    expect((await run("/hidden", { refusal: [401, 404] })).verdict).toBe("pass");
  });

  test.each([
    ["/login?next=%2Fsign-in", "/login", "pass"],
    ["/login/again", "/login", "pass"],
    ["/login-not", "/login", "fail"],
    ["//127.0.0.1.evil.test/login", "/login", "fail"],
    ["https://127.0.0.1/login", "/login", "fail"],
    ["/other", "/login", "fail"],
    ["/login", "/", "pass"],
  ])("by the sign-in page: %s under %s: %s", async (location, signIn, verdict) => {
    locations["/sign-in"] = location;
    const result = await run("/sign-in", { signIn: `${server.url}${signIn}` });
    expect(result.verdict).toBe(verdict);
  });
});

test("asking about the token alone still asks about the door", async () => {
  expect((await run("/open", { assert: ["token == accepted"] })).verdict).toBe("fail");
});

test("what is neither refused nor accepted proves nothing by being something else", async () => {
  const others = { assert: ["anonymous != accepted", "token != refused"] };
  expect((await run("/gone", others)).verdict).toBe("inconclusive");
  expect((await run("/good", others)).verdict).toBe("pass");
  expect((await run("/open", others)).verdict).toBe("fail");
});

test("without a value for the secret nothing is proved, however the door stands", async () => {
  const result = await probe({
    kind: "auth",
    target: `${server.url}/good`,
    headers: { authorization: "Bearer {{secret.MISSING}}" },
  });
  expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "secret-missing" } });
});

test("nobody listening", async () => {
  const gone = await serveTcp(() => undefined);
  await gone.close();
  const headers = { authorization: "{{secret.T}}" };
  expect(
    await probe({ kind: "auth", target: gone.url, headers }, { secrets: () => token }),
  ).toMatchObject({ verdict: "fail", reason: { code: "connection-refused" } });
});

test.each([
  [{ headers: undefined }, "headers"],
  [{ headers: { authorization: "Bearer abc" } }, "headers"],
  [{ target: "https://example.com/?t={{secret.T}}" }, "target"],
  [{ assert: ["anonymous == let in"] }, "assert.0"],
  [{ assert: ['token == "{{secret.T}}"'] }, "assert.0"],
  [{ refusal: [200] }, "refusal.0"],
  [{ signIn: "/login" }, "signIn"],
])("%j is no spec: %s", (wrong, path) => {
  const base = {
    kind: "auth",
    target: "https://example.com",
    headers: { authorization: "Bearer {{secret.T}}" },
  };
  const read = parseSpec({ ...base, ...wrong });
  expect(read.ok ? null : read.issues[0]?.path).toBe(path);
});

test("the sign-in page may be named by a variable", async () => {
  locations["/sign-in"] = "/login";
  const result = await probe(
    {
      kind: "auth",
      target: "{{BASE_URL}}/sign-in",
      signIn: "{{BASE_URL}}/login",
      headers: { authorization: "Bearer {{secret.T}}" },
    },
    { values: { BASE_URL: `${server.url}/` }, secrets: () => token },
  );
  expect(result.verdict).toBe("pass");
});
