import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyTrace, type Handshake } from "@/lib/probe/kind";
import { kind as http } from "@/lib/probe/kinds/http";
import { kind as metrics } from "@/lib/probe/kinds/metrics";
import { kind as tls } from "@/lib/probe/kinds/tls";
import { type ProbeReason, probeReasonCodes } from "@/lib/probe/schema";
import { exchangeOf } from "@/lib/testing/exchange";

/** A pass is never given to something that was not measured: whatever came, whatever was asked. */

const problem = fc.option(
  fc.constantFrom(...probeReasonCodes).map((code): ProbeReason => ({ code, params: {} })),
  { nil: null },
);
const ordinary = fc.constantFrom("/", "x");
const operator = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");

const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom("NaN", "", null, "70", 70, 0, true, "true", {}, []),
);
const bound = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom("70", "0", "true", "false", '"70"', '"true"', '"NaN"'),
);

test("http: a pass has a value of the bound's own type, and a whole answer", () => {
  const shape = fc.record({
    value,
    bound,
    op: operator,
    problem,
    absent: fc.boolean(),
    text: fc.option(fc.string(), { nil: undefined }),
  });
  fc.assert(
    fc.property(shape, (given) => {
      const line = `$.x ${given.op} ${given.bound}`;
      const spec = http.spec.safeParse({ kind: "http", target: "http://a.test", assert: [line] });
      if (!spec.success) return;
      const body =
        given.text ?? JSON.stringify(given.absent ? { y: given.value } : { x: given.value });
      const { verdict } = http.judge(
        spec.data,
        exchangeOf({ text: body, status: 200, problem: given.problem }),
      );
      if (verdict !== "pass") return;
      expect(given.problem).toBeNull();
      const found: unknown = JSON.parse(body).x;
      expect(typeof found).toBe(typeof JSON.parse(given.bound));
      expect(found).not.toBe("");
      if (typeof found === "number") expect(Number.isFinite(found)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test("http: without a status, or with trouble on the way, nothing passes", () => {
  const lines = fc.subarray([
    "status != 500",
    "time > 0ms",
    "time < 10s",
    '$.a != "b"',
    "status == 2xx",
  ]);
  fc.assert(
    fc.property(
      lines,
      problem,
      fc.option(fc.integer({ min: 100, max: 599 }), { nil: null }),
      ordinary,
      (assert, trouble, status, path) => {
        const spec = http.spec.parse({ kind: "http", target: `http://a.test/${path}`, assert });
        const { verdict, assertions } = http.judge(
          spec,
          exchangeOf({ text: '{"a":"c"}', status, problem: trouble }),
        );
        if (trouble !== null || status === null) expect(verdict).not.toBe("pass");
        if (verdict === "pass")
          expect(assertions.every((one) => one.verdict === "pass")).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test("metrics: a pass has a finite sample of that name in a valid document", () => {
  const sample = fc.constantFrom(
    "m 1\n",
    "m NaN\n",
    "m +Inf\n",
    'm{a="b"} 2\n',
    "n 3\n",
    "m\n",
    "<p>\n",
    "# m 1\n",
    "",
    "m 4",
  );
  const document = fc.array(sample, { maxLength: 4 }).map((lines) => lines.join(""));
  const aggregate = fc.constantFrom("", "all ", "any ", "max ", "min ", "sum ", "single ");
  fc.assert(
    fc.property(
      document,
      aggregate,
      operator,
      problem,
      fc.constantFrom(200, 204, 500),
      (text, word, op, trouble, status) => {
        const spec = metrics.spec.parse({
          kind: "metrics",
          target: "http://a.test",
          assert: [`${word}m ${op} 1`],
        });
        const exchange = exchangeOf({ text, status, problem: trouble });
        const first = { exchange, askedMs: 0, gotMs: 1, at: 0 };
        const { verdict } = metrics.judge(spec, { trace: exchange.trace, first, second: null });
        if (verdict !== "pass") return;
        expect([trouble, status]).toEqual([null, 200]);
        expect(text).toMatch(/^m(\{a="b"\})? \d$/m);
        expect(text).not.toMatch(/^m$|<|m 4$/m);
      },
    ),
    { numRuns: 3000 },
  );
});

test("metrics: a rate or a percentile passes only when both looks have what it is of", () => {
  const line = fc.constantFrom(
    "m_total 1\n",
    "m_total 5\n",
    "m_total NaN\n",
    'm_total{a="b"} 2\n',
    'm_bucket{le="1"} 3\n',
    'm_bucket{le="+Inf"} 5\n',
    'm_bucket{le="+Inf"} 9\n',
    "m_count 5\n",
    "m_created 1\n",
    "m_created 2\n",
    "# TYPE m_total gauge\n",
    "<p>\n",
  );
  const document = fc.uniqueArray(line, { maxLength: 5 }).map((lines) => lines.join(""));
  const aggregate = fc.constantFrom("", "all ", "any ", "max ", "min ", "sum ");
  const subject = fc.constantFrom("rate m_total", "p50 m", "p99 m");
  const bounds = fc.constantFrom("0", "1", "-1", "99");
  fc.assert(
    fc.property(document, document, aggregate, subject, operator, bounds, (...drawn) => {
      const [before, after, word, name, op, limit] = drawn;
      const spec = metrics.spec.parse({
        kind: "metrics",
        target: "http://a.test",
        interval: "5s",
        assert: [`${word}${name} ${op} ${limit}`],
      });
      const [first, second] = [before, after].map((text, index) => ({
        exchange: exchangeOf({ text, status: 200 }),
        askedMs: index * 5000,
        gotMs: index * 5000 + 10,
        at: index,
      }));
      if (first === undefined || second === undefined) throw new Error("two looks");
      const { verdict } = metrics.judge(spec, { trace: second.exchange.trace, first, second });
      if (verdict !== "pass") return;
      const wanted = name === "rate m_total" ? /^m_total/m : /^m_bucket\{le="\+Inf"\}/m;
      for (const text of [before, after]) {
        expect(text).toMatch(wanted);
        expect(text).not.toMatch(/</);
      }
      if (name === "rate m_total") expect(after).not.toMatch(/gauge/);
      else expect(before).not.toBe(after);
    }),
    { numRuns: 5000 },
  );
});

test("tls: without a certificate, or with trouble on the way, nothing passes", () => {
  const lines = fc.subarray([
    "chain != untrusted",
    "host != differs",
    "days left != 0",
    "chain == trusted",
  ]);
  const certificate = fc.option(
    fc.record({
      chain: fc.boolean(),
      host: fc.boolean(),
      daysLeft: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
      strong: fc.boolean(),
      strength: fc.constant("EC 256 bit, ecdsa-with-SHA256"),
    }),
    { nil: null },
  );
  fc.assert(
    fc.property(lines, certificate, problem, (assert, seen, trouble) => {
      const spec = tls.spec.parse({ kind: "tls", target: "a.test:443", assert });
      const handshake: Handshake = {
        trace: emptyTrace(trouble),
        certificate: seen,
        protocol: "TLSv1.3",
      };
      const { verdict } = tls.judge(spec, handshake);
      if (seen === null || trouble !== null) expect(verdict).not.toBe("pass");
    }),
  );
});
