import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { createGuard } from "@/lib/probe/guard";
import { createReach } from "@/lib/probe/reach";
import { secretFiller } from "@/lib/probe/secrets";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { localServers, serveHttp, serveTcp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

const secret = "s3cr3t/T0ken+for=us";
const headers = { "x-api-token": "{{secret.API_TOKEN}}" };
const secrets = (name: string) => (name === "API_TOKEN" ? secret : null);

/** Nothing of the secret in any of the ways in which a result may be read. */
function expectNothingOf(result: unknown, value = secret) {
  // What UTF-16 leaves between the signs is no disguise.
  const text = JSON.stringify(result).replace(/\ufffd|\\u0000/g, "");
  const shifted = [0, 1, 2].map((before) =>
    Buffer.from("x".repeat(before) + value)
      .toString("base64")
      .slice(4, 12),
  );
  for (const trace of [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString("hex"),
    ...shifted,
    value.slice(0, 8),
    value.slice(-8),
  ])
    expect(text.toLowerCase()).not.toContain(trace.toLowerCase());
}

const echoing = (
  answer: (given: string) => { status?: number; headers?: object; body?: string | Buffer },
) =>
  keep(
    serveHttp((request, response) => {
      const { status = 200, headers, body = "" } = answer(String(request.headers["x-api-token"]));
      response.writeHead(status, { ...headers }).end(body);
    }),
  );

const run = (target: string, more: Record<string, unknown> = {}) =>
  probe({ kind: "http", target, headers, ...more }, { secrets });

test("the server gets the secret; the result has its name", async () => {
  let given: unknown;
  const server = await keep(
    serveHttp((request, response) => {
      given = request.headers["x-api-token"];
      response.end("fine");
    }),
  );
  const result = await run(server.url);
  expect(given).toBe(secret);
  expect(result.verdict).toBe("pass");
  expect(result.evidence.spec).toMatchObject({ headers });
  expectNothingOf(result);
});

describe("an echo is not kept", () => {
  test.each([
    ["in the body", (s: string) => ({ body: `you sent ${s}` })],
    ["in JSON", (s: string) => ({ body: JSON.stringify({ [s]: s, list: [s] }) })],
    ["in an error", (s: string) => ({ status: 500, body: `bad token ${encodeURIComponent(s)}` })],
    [
      "as basic credentials",
      (s: string) => ({ body: Buffer.from(`user:${s}`).toString("base64") }),
    ],
    [
      "in listed headers",
      (s: string) => ({ headers: { server: s, etag: `"${s}"`, vary: s, location: `/${s}` } }),
    ],
    ["in other headers", (s: string) => ({ headers: { "x-echo": s, "set-cookie": `a=${s}` } })],
    [
      "as type and encoding",
      (s: string) => ({ headers: { "content-type": s, "content-encoding": s } }),
    ],
    ["as UTF-16", (s: string) => ({ body: Buffer.from(s.repeat(3), "utf16le") })],
    ["all of the body", (s: string) => ({ body: s })],
  ])("%s", async (_, answer) => {
    const server = await echoing(answer);
    const result = await run(server.url, {
      assert: [
        "status == 200",
        'header x-echo == "a"',
        'header server != "a"',
        'header set-cookie != "a"',
        'body contains "b"',
        '$.list[0] == "a"',
      ],
    });
    expectNothingOf(result);
    expect(result.evidence.attempts[0]?.hops[0]?.status).not.toBeNull();
  });

  test("in the status text, or in what is no HTTP at all", async () => {
    for (const answer of [
      (s: string) => `HTTP/1.1 200 ${s}\r\ncontent-length: 0\r\n\r\n`,
      (s: string) => `HTTP/1.1 ${s}\r\n\r\n`,
      (s: string) => `${s}\r\n\r\n`,
      (s: string) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${s}\r\n`,
    ]) {
      const server = await keep(
        serveTcp((socket) => {
          socket.once("data", () => socket.end(answer(secret)));
        }),
      );
      expectNothingOf(await run(server.url, { assert: ['header server == "a"'] }));
    }
  });

  test("in where it leads: path, host and query of a redirect", async () => {
    for (const location of [
      `/${secret}`,
      `/x?token=${encodeURIComponent(secret)}`,
      "//s3cr3t.t0ken.test/",
      `http://${encodeURIComponent(secret)}@127.0.0.1/`,
      `javascript:${secret}`,
      `http://127.0.0.1:1/${encodeURIComponent(secret)}`,
    ]) {
      const server = await echoing(() => ({ status: 302, headers: { location } }));
      for (const redirects of [0, 2]) expectNothingOf(await run(server.url, { redirects }));
    }
  });

  test("as a number", async () => {
    const server = await echoing((given) => ({ body: `{"pin":${given}}` }));
    const result = await probe(
      { kind: "http", target: server.url, headers, assert: ["$.pin == 1"] },
      { secrets: () => "48151623" },
    );
    expect(result.verdict).toBe("fail");
    expect(JSON.stringify(result)).not.toContain("48151623");
  });
});

describe("a cut through the middle of a secret hides nothing", () => {
  test("at the end of the excerpt", async () => {
    for (let before = 4096 - 20; before <= 4096; before += 1) {
      const server = await echoing((given) => ({
        body: `${"x".repeat(before)}${given}${"y".repeat(100)}`,
      }));
      const { evidence } = await run(server.url);
      expect(evidence.body?.excerpt).toMatch(/^x+[[\]A-Za-z_ ]*$/);
      expectNothingOf(evidence);
      await closeAll();
    }
  });

  test("at the end of a value that an assertion got", async () => {
    for (let before = 256 - 20; before <= 256; before += 3) {
      const server = await echoing((given) => ({
        body: JSON.stringify({ value: `${"x".repeat(before)}${given}` }),
      }));
      const result = await run(server.url, { assert: ['$.value == "a"', 'body contains "a"'] });
      expectNothingOf(result);
      expect(JSON.stringify(result)).not.toMatch(/x{9}s3c/i);
      await closeAll();
    }
  });

  test("where the server itself broke off", async () => {
    const server = await keep(
      serveTcp((socket) => {
        socket.once("data", () =>
          socket.end(
            `HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n${"x".repeat(50)}${secret.slice(0, 9)}`,
          ),
        );
      }),
    );
    expect(JSON.stringify(await run(server.url))).not.toContain(secret.slice(0, 3));
  });
});

test("from the hash of a body no secret can be guessed", async () => {
  const server = await echoing((given) => ({ body: `pin ${given}, thank you` }));
  const pin = "4815";
  const { evidence } = await probe(
    { kind: "http", target: server.url, headers },
    { secrets: () => pin },
  );
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  expect(evidence.body?.sha256).toBe(hash("pin [secret API_TOKEN], thank you"));
  expect(evidence.body?.bytes).toBe(`pin ${pin}, thank you`.length);
});

test("the hash of a body that holds none is that of the body", async () => {
  const body = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x41]);
  const server = await echoing(() => ({ body }));
  const { evidence } = await run(server.url);
  expect(evidence.body?.sha256).toBe(createHash("sha256").update(body).digest("hex"));
});

test.each([
  "pass",
  "held",
  "inconclusive",
  "http",
  "2026",
  "code",
  "verdict",
  "status",
  "127.0.0.1",
  "sha256",
])("a secret that reads like a word of the record, %s, does not break it", async (value) => {
  const server = await echoing((given) => ({ body: `you sent ${given}` }));
  const result = await probe(
    { kind: "http", target: server.url, headers },
    { secrets: () => value },
  );
  expect(result).toMatchObject({ verdict: "pass", reason: { code: "held" } });
  expect(result.evidence.body?.excerpt).toBe("you sent [secret API_TOKEN]");
  expect(Date.parse(result.evidence.finishedAt)).not.toBeNaN();
});

test("a judgement is about what came, not about what is kept of it", async () => {
  const server = await echoing((given) => ({ body: `you sent ${given}` }));
  const result = await run(server.url, { assert: ['body contains "s3cr3t"'] });
  expect(result.verdict).toBe("pass");
});

describe("another origin does not get it", () => {
  const follow = async (redirects: number, names: Record<string, string>) => {
    const got: Record<string, unknown>[] = [];
    const foreign = await keep(
      serveHttp((request, response) => {
        got.push({ ...request.headers });
        // Back to where it came from: what was dropped stays dropped.
        if (request.url === "/back") response.writeHead(302, { location: `${home.url}/end` });
        response.end();
      }),
    );
    const home = await keep(
      serveHttp((request, response) => {
        got.push({ ...request.headers });
        if (request.url === "/") response.writeHead(302, { location: `${foreign.url}/back` });
        response.end();
      }),
    );
    await probe({ kind: "http", target: home.url, redirects, headers: names }, { secrets });
    return got;
  };

  test.each(["x-api-token", "authorization", "cookie", "x-tenant", "X-Upper"])(
    "%s",
    async (name) => {
      const got = await follow(3, { [name]: "{{secret.API_TOKEN}}", "x-plain": "blue" });
      const values = got.map((one) => one[name.toLowerCase()]);
      expect(values).toEqual([secret, undefined, undefined]);
      expect(got.map((one) => one["x-plain"])).toEqual(["blue", "blue", "blue"]);
    },
  );

  test("nor does it get a header that is named like a credential", async () => {
    const got = await follow(3, { authorization: "Basic abc", "x-auth-token": "abc" });
    expect(got.map((one) => one.authorization)).toEqual(["Basic abc", undefined, undefined]);
    expect(got.map((one) => one["x-auth-token"])).toEqual(["abc", undefined, undefined]);
  });
});

test.each([
  ["q~z", "short"],
  ["비밀번호입니다", "characters"],
  ["two\r\nlines: x", "characters"],
  ["x".repeat(4097), "long"],
])("a secret that cannot be kept out is not sent: %#", async (value, why) => {
  let asked = 0;
  const server = await keep(
    serveHttp((_, response) => {
      asked += 1;
      response.end();
    }),
  );
  const result = await probe(
    { kind: "http", target: server.url, headers },
    { secrets: () => value },
  );
  expect(result).toMatchObject({
    verdict: "inconclusive",
    reason: { code: "secret-refused", params: { name: "API_TOKEN", why } },
  });
  expect(asked).toBe(0);
  expect(JSON.stringify(result)).not.toContain(value.slice(0, 8));
});

test("what a reach throws or reports names the secret, not its value", async () => {
  const filler = secretFiller(() => secret);
  const guard = createGuard({ allow: ["127.0.0.1"] });
  const reach = createReach(guard, new Date(), filler);
  const gone = await serveTcp(() => undefined);
  await gone.close();
  const request = {
    target: gone.url,
    accept: "*/*",
    redirects: 0,
    timeoutMs: 2000,
    ca: null,
    headers,
  };
  expectNothingOf(await reach.http(request, new AbortController().signal));
  const broken = { ...request, headers: { "x-bad\nname": "{{secret.API_TOKEN}}" } };
  const server = await keep(serveHttp((_, response) => response.end()));
  const thrown = await reach
    .http({ ...broken, target: server.url }, new AbortController().signal)
    .catch((error: Error) => `${error.message} ${error.stack}`);
  expectNothingOf(thrown);
});

test.each([
  [{ target: "https://example.com/?token={{secret.T}}" }, "target"],
  [{ assert: ['body contains "{{secret.T}}"'] }, "assert.0"],
  [{ assert: ['header x-token != "{{ secret.T }}"'] }, "assert.0"],
  [{ method: "POST", body: "{{secret.T}}" }, "body"],
])("a secret stands in the value of a header and nowhere else: %j", (wrong, path) => {
  const read = parseSpec({ kind: "http", target: "https://example.com", ...wrong });
  expect(read.ok ? null : read.issues[0]?.path).toBe(path);
});
