import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseSpec } from "@/lib/probe/spec";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, localServers, serveHttp, serveTcp } from "@/lib/testing/servers";

let server: LocalServer;
let asked = 0;
let most = 0;
/** Which requests, counted from 1, answer late or badly. */
let bad: (request: number) => "late" | number | null = () => null;
beforeAll(async () => {
  let now = 0;
  server = await serveHttp((_, response) => {
    asked += 1;
    now += 1;
    most = Math.max(most, now);
    const how = bad(asked);
    response.on("close", () => {
      now -= 1;
    });
    if (typeof how === "number") return response.writeHead(how).end("no");
    // Late by far more than a busy machine makes the others.
    setTimeout(() => response.end("fine"), how === "late" ? 4000 : 0);
  });
});
afterAll(() => server.close());
const { keep, closeAll } = localServers();
afterEach(closeAll);

function run(more: Record<string, unknown> = {}, badOnes: typeof bad = () => null) {
  asked = 0;
  most = 0;
  bad = badOnes;
  return probe({
    kind: "latency",
    target: server.url,
    assert: ["p95 < 3s"],
    requests: 59,
    warmup: 0,
    ...more,
  });
}

describe("a verdict needs as many requests as support it", () => {
  test("59 with none over: pass", async () => {
    const { verdict, assertions, figures, evidence } = await run();
    expect(verdict).toBe("pass");
    expect(assertions[0]).toMatchObject({ expected: "< 3000 ms", raw: "0 of 59 over" });
    expect(figures).toContainEqual({ name: "requests", value: 59, unit: "count" });
    expect(evidence.samples).toHaveLength(59);
    expect(evidence.attempts[0]?.hops).toHaveLength(3);
    expect(evidence.attempts[0]?.problem).toBeNull();
  });

  test("58 decide nothing, and 59 would do", async () => {
    expect(await run({ requests: 58 })).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "undecided", params: { n: 58, over: 0, need: 59, text: "p95 < 3s" } },
      assertions: [{ unmeasured: "too-few", params: { n: 58, over: 0, need: 59 } }],
    });
  });

  test("59 with one error decide nothing, and 93 would do", async () => {
    expect(await run({}, (request) => (request === 7 ? 503 : null))).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "undecided", params: { n: 59, over: 1, need: 93 } },
    });
  });

  test("93 with one late: pass, and one that never came in time is no sample that counts", async () => {
    const { verdict, evidence, figures } = await run({ requests: 93, timeout: "3s" }, (request) =>
      request === 20 ? "late" : null,
    );
    expect(verdict).toBe("pass");
    expect(evidence.samples?.filter((sample) => sample === null)).toHaveLength(1);
    expect(figures).toContainEqual({ name: "errors", value: 1, unit: "count" });
  });

  test("so many errors that the percentile cannot hold: fail", async () => {
    const result = await run({ requests: 40 }, (request) => (request % 4 === 0 ? 404 : null));
    expect(result).toMatchObject({
      verdict: "fail",
      reason: { code: "contradicted" },
      assertions: [{ actual: "error", raw: "10 of 40 over" }],
    });
  });

  test("more than can be sent is said too", async () => {
    expect(await run({ assert: ["p99.9 < 3s"], requests: 60 })).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "undecided", params: { need: 0 } },
    });
  });
});

test("a slow answer is over every bound that it exceeds, and under the others", async () => {
  const slow = (request: number) => (request <= 8 ? "late" : null);
  const result = await run({ assert: ["p50 < 3s", "p90 <= 3s", "p90 < 9s"], requests: 30 }, slow);
  expect(result.assertions.map(({ verdict }) => verdict)).toEqual(["pass", "fail", "pass"]);
});

test("max and errors speak of all requests", async () => {
  const lines = ["max < 9s", "errors == 0"];
  expect(await run({ assert: lines, requests: 5 })).toMatchObject({ verdict: "pass" });
  const result = await run({ assert: lines, requests: 5 }, (request) =>
    request === 2 ? 500 : null,
  );
  expect(result.assertions).toMatchObject([
    { verdict: "fail", actual: "error" },
    { verdict: "fail", actual: "1" },
  ]);
});

test("warm-up requests are sent and not counted", async () => {
  const result = await run({ warmup: 4 }, (request) => (request <= 4 ? 500 : null));
  expect([result.verdict, asked]).toEqual(["pass", 63]);
});

test("no more at once than asked for", async () => {
  await run({ concurrency: 3 });
  expect(most).toBeLessThanOrEqual(3);
});

test("as many requests as the highest percentile needs, unless given", async () => {
  const { requests, ...open } = { requests: undefined, assert: ["p50 < 3s", "p95 < 3s"] };
  const result = await run({ ...open, requests });
  expect([result.verdict, asked]).toEqual(["pass", 124]);
});

test("no request begins that could not have its whole time", async () => {
  const started = performance.now();
  const result = await run(
    {
      assert: ["p95 < 500ms", "max < 10s"],
      concurrency: 1,
      requests: 300,
      timeout: "1s",
      within: "2s",
    },
    () => null,
  );
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(result.evidence.samples?.length).toBeLessThanOrEqual(300);
  const hanging = await keep(serveTcp(() => undefined));
  const hung = await probe({
    kind: "latency",
    target: hanging.url,
    assert: ["p95 < 500ms", "max < 500ms"],
    timeout: "200ms",
    within: "700ms",
    concurrency: 10,
  });
  expect(hung).toMatchObject({ verdict: "fail", reason: { code: "answer-timeout" } });
  expect(hung.evidence.samples?.length).toBeLessThanOrEqual(40);
  expect(hung.evidence.samples?.every((sample) => sample === null)).toBe(true);
});

describe("what is not the target's doing measures nothing", () => {
  test("an address that is not allowed is asked once", async () => {
    const result = await probe(
      { kind: "latency", target: server.url, assert: ["p95 < 500ms"] },
      { allow: [] },
    );
    expect(result).toMatchObject({ verdict: "inconclusive", reason: { code: "address-refused" } });
    expect(result.assertions[0]).toMatchObject({ unmeasured: "not-received" });
    expect(result.figures).toEqual([]);
  });

  test("cancelled in the middle", async () => {
    const stop = new AbortController();
    const stopping = await keep(
      serveHttp((_, response) => {
        stop.abort();
        setTimeout(() => response.end("late"), 50);
      }),
    );
    const spec = { kind: "latency", target: stopping.url, assert: ["p50 < 10s"] };
    expect(await probe(spec, { signal: stop.signal })).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "cancelled" },
    });
  });

  test("a body that is too large to be waited for ends it at once", async () => {
    let requests = 0;
    const piece = Buffer.alloc(256 * 1024, "x");
    const endless = await keep(
      serveHttp((_, response) => {
        requests += 1;
        const more = () => {
          while (response.write(piece)) if (response.destroyed) return;
        };
        response.on("drain", more);
        more();
      }),
    );
    const spec = { kind: "latency", target: endless.url, assert: ["p50 < 10s"], concurrency: 2 };
    expect(await probe(spec)).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "body-too-large" },
    });
    expect(requests).toBeLessThanOrEqual(2);
  });

  test("nobody listening is the target's doing", async () => {
    const gone = await serveTcp(() => undefined);
    await gone.close();
    const spec = { kind: "latency", target: gone.url, assert: ["p50 < 10s"], requests: 20 };
    expect(await probe(spec)).toMatchObject({
      verdict: "fail",
      reason: { code: "connection-refused" },
    });
  });
});

test.each([
  [{ assert: [] }, "assert"],
  [{ assert: ["p100 < 1s"] }, "assert.0"],
  [{ assert: ["p0 < 1s"] }, "assert.0"],
  [{ assert: ["p95 > 1s"] }, "assert.0"],
  [{ assert: ["p95 == 1s"] }, "assert.0"],
  [{ assert: ["p95 < 500"] }, "assert.0"],
  [{ assert: ["mean < 1s"] }, "assert.0"],
  [{ assert: ["time < 1s"] }, "assert.0"],
  [{ requests: 301 }, "requests"],
  [{ requests: 0 }, "requests"],
  [{ concurrency: 11 }, "concurrency"],
  [{ within: "121s" }, "within"],
  [{ within: "5s" }, "within"],
  [{ redirects: 1 }, "redirects"],
])("%j is no spec: %s", (wrong, path) => {
  const base = { kind: "latency", target: "https://example.com", assert: ["p95 < 1s"] };
  const read = parseSpec({ ...base, ...wrong });
  expect(read.ok ? null : read.issues[0]?.path).toBe(path);
});

test("a spec that was read reads the same again", () => {
  const base = { kind: "latency", target: "https://example.com", assert: ["p99.9 <= 1.5 s"] };
  const read = parseSpec(base);
  expect(read.ok && parseSpec(read.spec)).toEqual(read);
});
