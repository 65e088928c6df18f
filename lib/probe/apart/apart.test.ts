import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, describe, expect, it } from "vitest";
import { isHeavy, judged, summarised } from "@/lib/probe/apart/apart";
import { summarise } from "@/lib/probe/body";
import { emptyTrace } from "@/lib/probe/kind";
import { kindNamed } from "@/lib/probe/kinds";
import { redactor } from "@/lib/probe/redact";
import { probe } from "@/lib/testing/probe";
import { localServers, serveHttp } from "@/lib/testing/servers";

const servers = localServers();
afterAll(servers.closeAll);

const KiB = 1024;

/** As many lines as fit, each a series of its own. */
function openMetrics(bytes: number): string {
  let text = "# TYPE a counter\n";
  for (let at = 0; text.length < bytes - 64; at += 1) text += `a_total{b="${at}"} ${at}\n`;
  return `${text}# EOF\n`;
}

const served = async (type: string, body: string) => {
  const server = await servers.keep(
    serveHttp((request, response) => {
      const echoed = request.headers.authorization ?? "";
      response.setHeader("content-type", type);
      response.end(body.replaceAll("{{echo}}", echoed));
    }),
  );
  return server.url;
};

const exposition = "application/openmetrics-text; version=1.0.0; charset=utf-8";

describe("a body too large to be judged on the loop", () => {
  it("gets the verdict, the figures and the reason that its judge gives on the loop", async () => {
    const json = JSON.stringify({ status: "green", rows: "x".repeat(200 * KiB) });
    const cases = [
      {
        spec: { kind: "json", assert: ['$.status == "green"'] },
        url: await served("application/json", json),
        verdict: "pass",
      },
      {
        spec: { kind: "json", assert: ['$.status == "red"'] },
        url: await served("application/json", json),
        verdict: "fail",
      },
      {
        spec: { kind: "json", assert: ["$.absent == 1"] },
        url: await served("application/json", json),
        verdict: "inconclusive",
      },
      {
        spec: { kind: "http", assert: ['body contains "green"'] },
        url: await served("application/json", json),
        verdict: "pass",
      },
      {
        spec: { kind: "metrics", assert: ["max a_total >= 1"] },
        url: await served(exposition, openMetrics(200 * KiB)),
        verdict: "pass",
      },
      {
        spec: { kind: "metrics", assert: ["max a_total >= 1"] },
        url: await served(exposition, `${openMetrics(200 * KiB)}more\n`),
        verdict: "inconclusive",
      },
    ];
    for (const { spec, url, verdict } of cases) {
      const result = await probe({ ...spec, target: url });
      expect({ spec, verdict: result.verdict, why: result.reason }).toMatchObject({
        spec,
        verdict,
      });
      expect(result.reason.code).not.toBe("judging-failed");
    }
  });

  it("has its secrets removed before it is hashed and kept, wherever they are", async () => {
    const secret = "correct-horse-battery-staple";
    const noise = "filler ".repeat(20 * KiB);
    const url = await served("text/plain", `{{echo}} ${noise}{{echo}}`);
    const result = await probe(
      {
        kind: "http",
        target: url,
        assert: ["status == 200"],
        headers: { authorization: "Bearer {{secret.TOKEN}}" },
      },
      { secrets: (name) => (name === "TOKEN" ? secret : null) },
    );
    expect(result.verdict).toBe("pass");
    expect(JSON.stringify(result)).not.toContain("battery");
    const secrets = new Map([["TOKEN", secret]]);
    const body = Buffer.from(`Bearer ${secret} ${noise}Bearer ${secret}`);
    expect(result.evidence.body).toEqual(summarise(body, true, redactor(secrets)));
    expect(await summarised({ bytes: body, complete: true }, secrets)).toEqual(
      result.evidence.body,
    );
  });

  it("does not hold the loop for the time that judging it takes", async () => {
    const text = openMetrics(1024 * KiB - 100);
    const spec = { kind: "metrics", target: "http://127.0.0.1/", assert: ["max a_total >= 1"] };
    const kind = kindNamed("metrics");
    if (!kind) throw new Error("no such kind");
    const exchange = {
      ...{ trace: emptyTrace(null), status: 200, contentType: exposition, answerHeaders: {} },
      ...{ elapsedMs: 1, text, openEnd: false },
    };
    const look = { exchange, askedMs: 0, gotMs: 1, at: Date.now() };
    const seen = { trace: exchange.trace, first: look, second: null };
    expect(isHeavy(seen)).toBe(true);
    const onTheLoop: number[] = [];
    const apart: number[] = [];
    // In turns, and the best of each: this machine may be busy with something else for a moment.
    for (let round = 0; round < 4; round += 1) {
      const started = performance.now();
      const here = kind.judgeSeen(spec, seen);
      onTheLoop.push(performance.now() - started);
      const delays = monitorEventLoopDelay({ resolution: 1 });
      delays.enable();
      expect(await judged(kind, spec, seen)).toEqual(here);
      delays.disable();
      apart.push(delays.max / 1e6);
    }
    expect(Math.min(...apart)).toBeLessThan(Math.min(...onTheLoop) / 2);
  });
});

describe("weighing what was seen", () => {
  it("counts text and bytes wherever they stand, and stops there", () => {
    const half = "x".repeat(20 * KiB);
    expect(isHeavy({ exchange: { text: half } })).toBe(false);
    expect(isHeavy({ first: { text: half }, second: { text: half } })).toBe(true);
    expect(isHeavy([Buffer.alloc(40 * KiB)])).toBe(true);
    expect(isHeavy(null)).toBe(false);
  });
});
