import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeDeployment } from "@/lib/deployment/header-commands";
import { deploymentView } from "@/lib/deployment/queries";
import { cancelRun } from "@/lib/probe/commands";
import type { ProbeProgress } from "@/lib/probe/progress";
import { followProgress } from "@/lib/probe/progress-hints";
import { probeRuns } from "@/lib/probe/queries";
import { rescueRuns } from "@/lib/probe/upkeep";
import { expectWhole } from "@/lib/testing/expect-whole";
import {
  httpSpec,
  itemNow,
  loseWorker,
  makeDue,
  makeProbed,
  type Probed,
  probeNow,
  queueRun,
  runRow,
  work,
} from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
let asked = 0;
let url = "";
/** Statuses of the answers, one after the other; then 200. */
let answers: number[] = [];

beforeEach(async () => {
  asked = 0;
  answers = [];
  const server = await servers.keep(
    serveHttp((_request, response) => {
      asked += 1;
      response.writeHead(answers.shift() ?? 200).end("ok");
    }),
  );
  url = server.url;
});

const made: Probed[] = [];
async function fresh(stability: string): Promise<Probed> {
  const one = await makeProbed([httpSpec(url, `for: ${stability}`)]);
  made.push(one);
  return one;
}
afterEach(async () => {
  for (const { id } of made.splice(0)) await expectWhole(id);
  await servers.closeAll();
});

/** Makes the next measurement as if its time had come. */
async function nextRound(runId: string, lateSeconds = 0): Promise<void> {
  await makeDue(runId, lateSeconds);
  await work(runId);
}

async function lastRun(one: Probed) {
  const [run] = await probeRuns(one.manager.caller, one.id, one.probeIds[0] ?? "");
  return run;
}

describe("a verdict that has to hold", () => {
  it("is given when every measurement passed, each at its time, with none of them left out", async () => {
    const one = await fresh("3 of 3, every 10s");
    const runId = await queueRun(one);
    await work(runId);
    expect(await runRow(runId)).toMatchObject({ status: "queued", lease: null });
    await work(runId);
    expect(asked).toBe(1);
    await nextRound(runId);
    expect(await probeNow(one)).toMatchObject({ latest: null, running: { runId } });
    await nextRound(runId);
    expect(asked).toBe(3);
    expect(await probeNow(one)).toMatchObject({ latest: { verdict: "pass" }, running: null });
    expect(await itemNow(one)).toMatchObject({ state: "done", runIds: [runId] });
    const run = await lastRun(one);
    expect(run?.result?.rounds?.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
    expect(run?.result?.evidence.status).toBe(200);
  });

  it("is a fail as soon as it cannot hold any more, told by the measurement that failed", async () => {
    answers = [200, 500];
    const one = await fresh("15 minutes, every 30s");
    const runId = await queueRun(one);
    await work(runId);
    await nextRound(runId);
    expect(asked).toBe(2);
    expect(await probeNow(one)).toMatchObject({
      latest: { verdict: "fail", reason: { code: "server-error" } },
      running: null,
    });
    const run = await lastRun(one);
    expect(run?.result).toMatchObject({ verdict: "fail", evidence: { status: 500 } });
    expect(run?.result?.rounds).toHaveLength(2);
  });

  it("keeps the whole evidence of a measurement that failed and was forgiven", async () => {
    answers = [200, 503, 200];
    const one = await fresh("2 of 3, every 10s");
    const runId = await queueRun(one);
    await work(runId);
    await nextRound(runId);
    await nextRound(runId);
    const run = await lastRun(one);
    expect(run?.result).toMatchObject({ verdict: "pass", evidence: { status: 200 } });
    expect(run?.result?.rounds?.[1]).toMatchObject({ verdict: "fail", evidence: { status: 503 } });
    expect(run?.result?.rounds?.[0]).not.toHaveProperty("evidence");
  });

  it("is inconclusive when measurements were missed: none is invented", async () => {
    const one = await fresh("3 of 3, every 10s");
    const runId = await queueRun(one);
    await work(runId);
    await nextRound(runId, 25);
    expect(asked).toBe(1);
    expect(await probeNow(one)).toMatchObject({
      latest: { verdict: "inconclusive", reason: { code: "rounds-missed", params: { n: 2 } } },
    });
    expect(await itemNow(one)).toMatchObject({ state: "todo" });
    expect((await lastRun(one))?.result?.rounds?.map(({ verdict }) => verdict)).toEqual([
      "pass",
      "inconclusive",
      "inconclusive",
    ]);
  });

  it("may still be reached by the measurements that are left", async () => {
    const one = await fresh("2 of 4, every 10s");
    const runId = await queueRun(one);
    await work(runId);
    await nextRound(runId, 25);
    expect((await probeNow(one)).latest).toMatchObject({ verdict: "pass" });
    expect(asked).toBe(2);
  });
});

describe("between two measurements", () => {
  it("no place is held, and the run goes on with another worker", async () => {
    const one = await fresh("2 of 2, every 1s");
    const runId = await queueRun(one);
    await work(runId);
    expect(await runRow(runId)).toMatchObject({ status: "queued", lease: null });
    await makeDue(runId);
    await loseWorker(runId);
    await rescueRuns();
    await work(runId);
    expect((await probeNow(one)).latest).toMatchObject({ verdict: "pass" });
    expect(asked).toBe(2);
  });

  it("it can be cancelled, and keeps what was measured", async () => {
    const one = await fresh("3 of 3, every 10s");
    const runId = await queueRun(one);
    await work(runId);
    await cancelRun(one.manager.caller, { deploymentId: one.id, probeId: one.probeIds[0] ?? "" });
    await nextRound(runId);
    expect(asked).toBe(1);
    expect(await probeNow(one)).toMatchObject({
      running: null,
      latest: { verdict: "inconclusive", reason: { code: "cancelled" } },
    });
    expect((await lastRun(one))?.result).toMatchObject({
      verdict: "inconclusive",
      rounds: [{ verdict: "pass" }],
      evidence: { spec: { kind: "http" }, status: null },
    });
  });

  it("sealing ends it", async () => {
    const one = await fresh("3 of 3, every 10s");
    const runId = await queueRun(one);
    await work(runId);
    const ending = { outcome: "failed", notes: "Stopped" };
    await closeDeployment(one.manager.caller, { deploymentId: one.id, ...ending });
    await nextRound(runId);
    expect(asked).toBe(1);
    expect(await probeNow(one)).toMatchObject({ running: null });
    expect(await runRow(runId)).toMatchObject({ status: "finished" });
  });

  it("the page knows how far it is: in what it reads, and told after each measurement", async () => {
    answers = [200, 503];
    const one = await fresh("4 of 5, every 10s");
    const told: ProbeProgress[] = [];
    let onTold = () => {};
    const stop = followProgress(one.id, (progress) => {
      told.push(progress);
      onTold();
    });
    const heard = (n: number) =>
      new Promise<void>((resolve) => {
        onTold = () => told.length >= n && resolve();
        onTold();
      });
    const runId = await queueRun(one);
    await work(runId);
    await nextRound(runId);
    await heard(2);
    stop();
    const begun = { probeId: one.probeIds[0], runId, of: 5, needed: 4, everyMs: 10_000 };
    expect(told).toMatchObject([
      { ...begun, verdicts: ["pass"] },
      { ...begun, verdicts: ["pass", "fail"] },
    ]);
    const view = await deploymentView(one.manager.caller, one.id);
    expect(view.progress).toMatchObject([{ ...begun, verdicts: ["pass", "fail"] }]);
    expect(view.progress[0]?.nextAt).toBe(told[1]?.nextAt);
  });
});
