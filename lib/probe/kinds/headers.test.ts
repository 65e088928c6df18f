import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judgeHsts } from "@/lib/probe/security-headers";
import { issueCertificate } from "@/lib/testing/certificates";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, serveHttp, serveHttps } from "@/lib/testing/servers";

const root = issueCertificate({ subject: "Root", ca: true });
const leaf = issueCertificate({
  subject: "app.test",
  names: ["app.test", "127.0.0.1"],
  issuer: root,
});

type Sent = Record<string, string | string[]>;
let sent: Sent = {};
let secure: LocalServer;
let plain: LocalServer;
beforeAll(async () => {
  const listener: Parameters<typeof serveHttp>[0] = (request, response) => {
    if (request.url === "/away") return void response.writeHead(302, { location: "/" }).end();
    response.writeHead(request.url === "/503" ? 503 : 200, sent).end("page");
  };
  secure = await serveHttps(leaf, [], listener);
  plain = await serveHttp(listener);
});
afterAll(async () => {
  await secure.close();
  await plain.close();
});

const everything: Sent = {
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
  "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
};

async function run(headers: Sent, more: Record<string, unknown> = {}) {
  sent = headers;
  const target = `https://app.test:${secure.port}/`;
  const resolver = () => Promise.resolve(["127.0.0.1"]);
  return probe({ kind: "headers", target, ca: root.pem, ...more }, { resolver });
}

/** What one word was found to be: grade and reason. */
async function graded(word: string, headers: Sent, more: Record<string, unknown> = {}) {
  const { assertions } = await run(headers, { assert: [`${word} == good`], ...more });
  const found = assertions.find(({ text }) => text.startsWith(word));
  return found?.actual ?? found?.unmeasured;
}

test("a site that sends all five passes; without them each is told", async () => {
  const good = await run(everything);
  expect(good).toMatchObject({ verdict: "pass", reason: { code: "held", params: { count: 6 } } });
  const bare = await run({});
  expect(bare.verdict).toBe("fail");
  expect(bare.assertions.slice(1).map(({ actual, raw }) => [actual?.split(":")[0], raw])).toEqual(
    Array(5).fill(["missing", null]),
  );
});

test("evidence keeps the headers that were judged, and the reason", async () => {
  const { evidence, assertions } = await run({ ...everything, "X-Frame-Options": "ALLOW-FROM x" });
  expect(evidence.headers).toMatchObject({
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "x-frame-options": "ALLOW-FROM x",
  });
  expect(assertions.find(({ text }) => text.startsWith("hsts"))).toMatchObject({
    actual: "good: max-age is 365 days",
    raw: "strict-transport-security: max-age=31536000; includeSubDomains; preload",
  });
});

describe("Strict-Transport-Security", () => {
  const name = "Strict-Transport-Security";
  test.each([
    ["max-age=15552000", "good"],
    ['MAX-AGE="15552000"', "good"],
    ["max-age=15552000;", "good"],
    ["max-age=15551999", "weak: max-age is 15551999 s, less than 180 days"],
    ["max-age=0", "missing: max-age is 0"],
    ["max-age=-1; includeSubDomains", "missing: not understood"],
    ["max-age=1e9", "missing: not understood"],
    ["max-age=31536000 includeSubDomains", "missing: not understood"],
    ["max-age=31536000; max-age=31536000", "missing: not understood"],
    ["max-age=31536000, max-age=1", "missing: not understood"],
    ["includeSubDomains", "missing: not understood"],
    ["", "missing: not understood"],
  ])("%s", async (value, expected) => {
    expect(await graded("hsts", { [name]: value })).toContain(expected);
  });

  test("one that fills all headers with blanks holds up nobody", () => {
    const need = { leastDays: 1, subDomains: false };
    const line = `max-age=1;a${" ".repeat(30_000)}b`;
    const started = performance.now();
    for (let n = 0; n < 20; n += 1) {
      expect(judgeHsts([line], new URL("https://a.test/"), need).grade).toBe("missing");
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("of several the first counts, as in browsers", async () => {
    expect(await graded("hsts", { [name]: ["max-age=31536000", "max-age=0"] })).toContain("good");
    expect(await graded("hsts", { [name]: ["max-age=0", "max-age=31536000"] })).toContain(
      "missing",
    );
  });

  test("the bound and the subdomains are the spec's to ask", async () => {
    const year = { [name]: "max-age=31536000" };
    expect(await graded("hsts", year, { hstsDays: 365 })).toContain("good");
    expect(await graded("hsts", year, { hstsDays: 366 })).toContain("weak");
    expect(await graded("hsts", year, { hstsSubDomains: true })).toBe(
      "weak: does not include subdomains",
    );
  });

  test("counts for nothing over plain HTTP or under an IP address", async () => {
    sent = everything;
    const assert = ["hsts == good"];
    const open = await probe({ kind: "headers", target: plain.url, assert });
    expect(open.assertions[1]).toMatchObject({
      verdict: "fail",
      actual: expect.stringContaining("plain HTTP"),
    });
    const numbered = await probe({ kind: "headers", target: secure.url, ca: root.pem, assert });
    expect(numbered.assertions[1]).toMatchObject({
      verdict: "fail",
      actual: expect.stringContaining("IP address"),
    });
  });
});

describe("Content-Security-Policy", () => {
  const name = "Content-Security-Policy";
  const nonce = "'nonce-q83vEjRWeJA='";
  test.each([
    ["script-src 'self'", "good"],
    ["default-src 'none'", "good"],
    [`script-src ${nonce} 'unsafe-inline'`, "good"],
    [`script-src ${nonce} 'strict-dynamic' https: 'unsafe-inline'`, "good"],
    ["script-src 'sha256-B2yPHKaXnvFWtRChIbabYmUBFZdVfKKXHbWtWidDVF8=' 'unsafe-inline'", "good"],
    ["default-src *; script-src 'self'", "good"],
    ["script-src 'self'; script-src *", "good"],
    ["script-src 'self' 'unsafe-inline'", "weak: allows inline scripts"],
    ["script-src 'self' 'unsafe-eval'", "weak: allows text to be run as script"],
    [`script-src ${nonce} 'unsafe-eval'`, "weak: allows text to be run"],
    ["default-src *", "weak: allows scripts from anywhere (*)"],
    ["script-src https://*:*", "weak: allows scripts from anywhere (https://*:*)"],
    ["script-src https://*:443", "weak: allows scripts from anywhere"],
    ["script-src *:443", "weak: allows scripts from anywhere"],
    ["script-src https://*/js/", "weak: allows scripts from anywhere"],
    ["script-src https://*.example.com:*", "good"],
    ["script-src https: data:", "weak: allows scripts from anywhere (https: data:)"],
    [`script-src ${nonce} https:`, "weak: allows scripts from anywhere"],
    ["script-src 'self'; script-src-elem *", "weak: allows scripts from anywhere"],
    ["img-src 'self'", "weak: says nothing about scripts"],
    ["DEFAULT-SRC 'UNSAFE-INLINE'", "weak: allows inline scripts"],
    [
      "script-src * 'unsafe-inline' 'unsafe-eval'",
      "'unsafe-inline' without nonce or hash); allows",
    ],
    ["", "missing: the policy is empty"],
    [" ; , ;", "missing: the policy is empty"],
    // Several policies all apply, in one line or in two.
    ["script-src *, script-src 'self'", "good"],
    ["script-src * 'unsafe-eval', img-src *", "weak"],
    ["script-src 'unsafe-inline', script-src 'unsafe-eval'", "good"],
  ])("%s", async (value, expected) => {
    expect(await graded("csp", { [name]: value })).toContain(expected);
  });

  test("two headers are two policies", async () => {
    expect(await graded("csp", { [name]: ["script-src *", "script-src 'self'"] })).toContain(
      "good",
    );
  });

  test("one that is only reported is none", async () => {
    const reported = { "Content-Security-Policy-Report-Only": "default-src 'self'" };
    expect(await graded("csp", reported)).toBe("missing: only reported, not enforced");
  });
});

describe("the other three, as browsers read them", () => {
  const options = "X-Content-Type-Options";
  const frames = "X-Frame-Options";
  const policy = "Content-Security-Policy";
  const referrer = "Referrer-Policy";
  test.each<[string, Sent, string]>([
    ["nosniff", { [options]: "NoSniff" }, "good"],
    ["nosniff", { [options]: ["nosniff", "nosniff"] }, "good"],
    ["nosniff", { [options]: "nosniff, other" }, "good"],
    ["nosniff", { [options]: "other, nosniff" }, "missing"],
    ["nosniff", { [options]: "no-sniff" }, 'missing: "no-sniff" has no effect'],
    ["frames", { [frames]: "sameorigin" }, "good"],
    ["frames", { [frames]: ["DENY", "DENY"] }, "good"],
    ["frames", { [frames]: "ALLOWALL" }, "weak"],
    ["frames", { [frames]: "ALLOW-FROM https://a.test" }, "missing"],
    ["frames", { [frames]: "DENY; SAMEORIGIN" }, "missing"],
    ["frames", { [frames]: "DENY, SAMEORIGIN" }, "good: several values"],
    ["frames", { [policy]: "frame-ancestors 'self' https://*.a.test" }, "good"],
    ["frames", { [policy]: "frame-ancestors" }, "good"],
    ["frames", { [policy]: "frame-ancestors *", [frames]: "DENY" }, "weak: frame-ancestors"],
    ["frames", { [policy]: "frame-ancestors https:" }, "weak"],
    ["frames", { [policy]: "frame-ancestors *, frame-ancestors 'self'" }, "good"],
    ["frames", { [`${policy}-Report-Only`]: "frame-ancestors 'none'" }, "missing"],
    ["frames", { [policy]: "default-src 'none'" }, "missing"],
    ["referrer", { [referrer]: "no-referrer" }, "good"],
    ["referrer", { [referrer]: "unsafe-url" }, "weak: unsafe-url tells everybody"],
    ["referrer", { [referrer]: "origin" }, "weak"],
    ["referrer", { [referrer]: "no-referrer-when-downgrade" }, "weak"],
    ["referrer", { [referrer]: "no-referrer, strict-origin" }, "good: strict-origin"],
    ["referrer", { [referrer]: ["same-origin", "unsafe-url"] }, "weak"],
    ["referrer", { [referrer]: "same-origin, unheard-of" }, "good: same-origin"],
    ["referrer", { [referrer]: "never" }, 'missing: "never" is no policy'],
    ["referrer", { [referrer]: "" }, "missing"],
  ])("%s %j", async (word, headers, expected) => {
    expect(await graded(word, headers)).toContain(expected);
  });
});

test("a word may be asked for by another grade, and a header by its value", async () => {
  const some = { ...everything, "Referrer-Policy": "origin", "Permissions-Policy": "camera=()" };
  const assert = ["referrer != missing", 'header permissions-policy contains "camera=()"'];
  expect((await run(some, { assert })).verdict).toBe("pass");
});

test("an error page or a redirect proves nothing about the site", async () => {
  const at = (path: string) => `https://app.test:${secure.port}${path}`;
  const broken = await run(everything, { target: at("/503") });
  expect([broken.verdict, broken.reason.code]).toEqual(["fail", "server-error"]);
  expect((await run(everything, { target: at("/away") })).verdict).toBe("fail");
  expect((await run(everything, { target: at("/away"), redirects: 1 })).verdict).toBe("pass");
});

test("a certificate that is not trusted, or nobody there, never passes", async () => {
  const stranger = await run(everything, {
    ca: issueCertificate({ subject: "Other", ca: true }).pem,
  });
  expect([stranger.verdict, stranger.reason.code]).toEqual(["fail", "certificate-refused"]);
  const refused = await probe({ kind: "headers", target: secure.url }, { allow: [] });
  expect([refused.verdict, refused.reason.code]).toEqual(["inconclusive", "address-refused"]);
});
