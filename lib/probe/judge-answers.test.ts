import fc from "fast-check";
import { expect, test } from "vitest";
import { type Exchange, emptyTrace } from "@/lib/probe/kind";
import { kind as cors } from "@/lib/probe/kinds/cors";
import { kind as headers } from "@/lib/probe/kinds/headers";
import { kind as health } from "@/lib/probe/kinds/health";
import { kind as http } from "@/lib/probe/kinds/http";
import { kind as https } from "@/lib/probe/kinds/https";
import { kind as json } from "@/lib/probe/kinds/json";
import { type ProbeReason, probeReasonCodes } from "@/lib/probe/schema";
import { exchangeOf } from "@/lib/testing/exchange";

/** Whatever an HTTP server says, and however the way there went: a pass was measured. */

const target = "https://a.test/";
const problem = fc.option(
  fc.constantFrom(...probeReasonCodes).map((code): ProbeReason => ({ code, params: {} })),
  { nil: null, freq: 2 },
);
const status = fc.option(fc.constantFrom(200, 204, 301, 302, 401, 404, 429, 500, 503), {
  nil: null,
  freq: 8,
});

/** No header, one line, or two. */
const linesOf = (...values: string[]) => fc.array(fc.constantFrom(...values), { maxLength: 2 });

test("health: a pass has a good status and a body that says so, or says nothing", () => {
  const word = fc.constantFrom("pass", "UP", "ok", "warn", "DOWN", "UNKNOWN", "fail", "<p>ok</p>");
  const body = fc.oneof(
    fc.tuple(word, word).map(([said, part]) => ({
      text: JSON.stringify({ status: said, components: { x: { status: part } } }),
      said,
      part,
    })),
    word.map((said) => ({ text: said, said, part: null })),
    word.map((said) => ({ text: JSON.stringify({ status: said }), said, part: null })),
    fc.constant({ text: "", said: "ok", part: null }),
    fc.tuple(word, word).map(([a, b]) => ({
      text: `{"status":"${a}","status":"${b}"}`,
      said: null,
      part: null,
    })),
    fc
      .array(fc.jsonValue())
      .map((value) => ({ text: JSON.stringify(value), said: null, part: null })),
  );
  const lines = fc.constantFrom([], ["health == pass"], ["health != fail"], ["time < 10s"]);
  fc.assert(
    fc.property(problem, status, body, lines, (trouble, code, { text, said, part }, assert) => {
      const spec = health.spec.parse({ kind: "health", target, assert });
      const { verdict } = health.judge(spec, exchangeOf({ problem: trouble, status: code, text }));
      if (verdict !== "pass") return;
      expect([trouble, code === 200 || code === 204]).toEqual([null, true]);
      const fine = ["pass", "UP", "ok", ...(assert[0] === "health != fail" ? ["warn"] : [])];
      expect(fine).toContain(said);
      if (said !== "warn") expect(["DOWN", "fail"]).not.toContain(part);
    }),
    { numRuns: 5000 },
  );
});

test("json and http: a pass found one value, in a whole answer, under one name", () => {
  const found = fc.constantFrom<[string, string, boolean]>(
    ["$.a", '{"a":1}', true],
    ["$.a", '{"a":1,"a":1}', false],
    ["$.a", '{"b":1}', false],
    ["$..a", '{"b":[{"a":1}]}', true],
    ["$..a", '{"b":[{"a":1},{"a":1}]}', false],
    ["$[*]", "[1]", true],
    ["$[*]", "[1,1]", false],
    ["$[?@ == 1]", "[1,2]", true],
    ["$[?@ == 1]", "[2]", false],
    ["$", "1", true],
    ["$", "1 1", false],
    ["$", "", false],
  );
  fc.assert(
    fc.property(problem, status, found, (trouble, code, [path, text, one]) => {
      const asked = { target, assert: [`${path} == 1`] };
      const seen = exchangeOf({ problem: trouble, status: code, text });
      const whole = trouble === null && one;
      const read = json.judge(json.spec.parse({ kind: "json", ...asked }), seen).verdict;
      expect(read === "pass").toBe(whole && code === 200);
      const got = http.judge(http.spec.parse({ kind: "http", ...asked }), seen).verdict;
      expect(got === "pass").toBe(whole && (code === 200 || code === 204));
    }),
    { numRuns: 3000 },
  );
});

test("http and json: a 5xx passes only where a line asks for just that status", () => {
  const lines = ["status != 404", "status < 600", "status >= 200", "status != 2xx"];
  const asked = (line: string) => ({ target, assert: [line, "$.a == 1"] });
  const seen = exchangeOf({ status: 503, text: '{"a":1}' });
  for (const line of [...lines, "status == 503", "status == 5xx"]) {
    const expected = lines.includes(line) ? "fail" : "pass";
    const read = json.judge(json.spec.parse({ kind: "json", ...asked(line) }), seen);
    const got = http.judge(http.spec.parse({ kind: "http", ...asked(line) }), seen);
    expect([line, read.verdict, got.verdict]).toEqual([line, expected, expected]);
  }
});

test("headers: nothing passes without an answer, with trouble, or where the header was not sent once", () => {
  const sent = fc.record({
    "x-content-type-options": linesOf("nosniff", "x"),
    "referrer-policy": linesOf("no-referrer", "unsafe-url", "x"),
    "content-security-policy": linesOf("default-src 'self'", "default-src *", "frame-ancestors *"),
    "x-frame-options": linesOf("DENY", "SAMEORIGIN", "x"),
    "strict-transport-security": linesOf("max-age=31536000", "max-age=0", "x"),
  });
  fc.assert(
    fc.property(problem, status, sent, (trouble, code, answerHeaders) => {
      const spec = headers.spec.parse({ kind: "headers", target });
      const { verdict } = headers.judge(
        spec,
        exchangeOf({ problem: trouble, status: code, text: "", answerHeaders }),
      );
      if (verdict !== "pass") return;
      expect([trouble, Math.floor((code ?? 0) / 100)]).toEqual([null, 2]);
      expect(answerHeaders["strict-transport-security"][0]).toBe("max-age=31536000");
      expect(answerHeaders["content-security-policy"]).toContain("default-src 'self'");
      for (const name of ["x-content-type-options", "referrer-policy"] as const)
        expect(answerHeaders[name].length).toBeGreaterThan(0);
    }),
    { numRuns: 5000 },
  );
});

test("https: a pass was led to HTTPS on the same host, or nobody listened", () => {
  const scheme = fc.constantFrom("https:", "http:", "HTTPS:", "javascript:", "");
  const slashes = fc.constantFrom("//", "/", "\\\\", "", "///");
  const host = fc.constantFrom(
    "a.test",
    "A.TEST",
    "b.test",
    "a.test.b.test",
    "a.test@b.test",
    "b.test@a.test",
    "a.test:443",
    "a.test:444",
  );
  const location = fc.tuple(scheme, slashes, host).map((parts) => `${parts.join("")}/x`);
  fc.assert(
    fc.property(
      problem,
      status,
      fc.array(location, { maxLength: 2 }),
      (trouble, code, locations) => {
        const spec = https.spec.parse({ kind: "https", target: "http://a.test/" });
        const seen = exchangeOf({
          problem: trouble,
          status: code,
          text: "",
          answerHeaders: locations.length === 0 ? {} : { location: locations },
        });
        const { verdict, reason } = https.judge(spec, seen);
        if (verdict !== "pass") return;
        if (trouble !== null) {
          expect([trouble.code, reason.code]).toEqual(["connection-refused", "port-closed"]);
          return;
        }
        expect([301, 302]).toContain(code);
        expect(locations).toHaveLength(1);
        expect(new URL(locations[0] ?? "", "http://a.test/").origin).toBe("https://a.test");
      },
    ),
    { numRuns: 5000 },
  );
});

test("cors: a pass let ours in, and refused every stranger in an answer that says something", () => {
  const ours = "https://ours.test";
  const roles = [
    ["allowed", ours],
    ["foreign", "https://cors-probe.invalid"],
    ["null", "null"],
  ] as const;
  const answer = (own: string) =>
    fc.record({
      code: fc.oneof({ weight: 6, arbitrary: fc.constant(200) }, { weight: 1, arbitrary: status }),
      origin: linesOf(own, own, ours, "*", "x"),
      credentials: linesOf("true", "false"),
    });
  const shape = fc.tuple(...roles.map(([, own]) => fc.tuple(answer(own), answer(own))));
  fc.assert(
    fc.property(problem, shape, (trouble, answers) => {
      const asked = roles.map(([role, origin], index) => {
        const [preflight, simple] = (answers[index] ?? []).map(
          ({ code, origin: allow, credentials }) => {
            const sent: Record<string, string[]> = {
              "access-control-allow-credentials": credentials,
            };
            if (allow.length > 0) sent["access-control-allow-origin"] = allow;
            return exchangeOf({ status: code, text: "", answerHeaders: sent });
          },
        );
        return { role, origin, preflight: preflight ?? null, simple: simple ?? null };
      });
      const spec = cors.spec.parse({ kind: "cors", target, origin: ours });
      const { verdict } = cors.judge(spec, { trace: emptyTrace(trouble), asked });
      if (verdict !== "pass") return;
      expect(trouble).toBeNull();
      const allow = ({ answerHeaders }: Exchange) => answerHeaders["access-control-allow-origin"];
      for (const { role, origin, preflight, simple } of asked) {
        for (const seen of [preflight, simple]) {
          if (seen === null) throw new Error("passed without an answer");
          if (role === "allowed") expect([[ours], ["*"]]).toContainEqual(allow(seen));
          else expect([[origin], ["*"]]).not.toContainEqual(allow(seen));
        }
        expect(simple?.status).toBeLessThan(500);
      }
    }),
    { numRuns: 10_000 },
  );
});
