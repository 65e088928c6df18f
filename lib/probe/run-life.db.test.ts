import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { closeDeployment } from "@/lib/deployment/header-commands";
import { cancelRun, unbindProbe } from "@/lib/probe/commands";
import { take } from "@/lib/probe/places";
import { probeRuns } from "@/lib/probe/queries";
import { record, workOff } from "@/lib/probe/runner";
import { rescueRuns } from "@/lib/probe/upkeep";
import { prismaFolder } from "@/lib/process/roots";
import { planNow, settle } from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makePerson } from "@/lib/testing/fixtures";
import {
  httpSpec,
  itemNow,
  loseWorker,
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
let said = "ok";
let head: Record<string, string> = {};
/** Requests are answered when this is settled. */
let answer: Promise<number> = Promise.resolve(200);
let onRequest = () => {};

beforeEach(async () => {
  asked = 0;
  [said, head] = ["ok", {}];
  answer = Promise.resolve(200);
  const server = await servers.keep(
    serveHttp((_request, response) => {
      asked += 1;
      onRequest();
      void answer.then((status) => response.writeHead(status, head).end(said));
    }),
  );
  url = server.url;
});

const made: Probed[] = [];
async function fresh(): Promise<Probed> {
  const one = await makeProbed([httpSpec(url)]);
  made.push(one);
  return one;
}
afterEach(async () => {
  for (const { id } of made.splice(0)) await expectWhole(id);
  await servers.closeAll();
});

const arrived = () =>
  new Promise<void>((resolve) => {
    onRequest = resolve;
  });
const never = () => new Promise<number>(() => {});
const askOf = ({ id, probeIds }: Probed) => ({ deploymentId: id, probeId: probeIds[0] ?? "" });

describe("a run whose answer reads like the place of somebody's name in an event", () => {
  it("is recorded all the same: nobody can keep a failure from being written down", async () => {
    const one = await fresh();
    await work(await queueRun(one));
    expect(await probeNow(one)).toMatchObject({ latest: { verdict: "pass" } });
    const place = `{personal:${"a".repeat(64)}}`;
    answer = Promise.resolve(500);
    said = `oops ${place}`;
    head = { "content-type": `text/plain; ${place}`, server: place };
    const runId = await queueRun(one);
    await work(runId);
    expect(await runRow(runId)).toMatchObject({ status: "finished" });
    expect(await probeNow(one)).toMatchObject({
      latest: { runId, verdict: "fail" },
      running: null,
    });
    const [row] = await query<{ result: unknown }>(`select result from "ProbeRun" where id = $1`, [
      runId,
    ]);
    expect(JSON.stringify(row)).toContain("{ personal:");
    expect(JSON.stringify(row)).not.toContain(place);
  });
});

describe("a run whose worker was lost", () => {
  it("is measured again, once, and its verdict counts", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    await loseWorker(runId);
    await rescueRuns();
    expect(await runRow(runId)).toMatchObject({ status: "queued", lease: null });
    await work(runId);
    expect(await probeNow(one)).toMatchObject({
      latest: { runId, verdict: "pass", counts: true },
      running: null,
    });
    expect(asked).toBe(1);
  });

  it("a second time ends inconclusive, says so, and ticks nothing", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    await loseWorker(runId, 2);
    await Promise.all([rescueRuns(), rescueRuns()]);
    expect(await probeNow(one)).toMatchObject({
      latest: { runId, verdict: "inconclusive", reason: { code: "worker-lost" } },
      recent: [{ runId, verdict: "inconclusive" }],
      running: null,
    });
    expect(await itemNow(one)).toMatchObject({ state: "todo" });
    expect(await runRow(runId)).toMatchObject({ status: "finished", lease: null });
  });

  it("cannot be recorded by the lost worker when that comes back", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    const lost = await take(runId);
    if (!lost) throw new Error("it was queued");
    await query(`update "ProbeRun" set "beatAt" = now() - interval '1 minute' where id = $1`, [
      runId,
    ]);
    await rescueRuns();
    await record(lost, null);
    expect(await probeNow(one)).toMatchObject({ latest: null, running: { runId } });
    await work(runId);
    expect((await probeNow(one)).latest).toMatchObject({ verdict: "pass" });
  });

  it("does not take the place of a pass: that only ages", async () => {
    const one = await fresh();
    const passed = await queueRun(one);
    await work(passed);
    const lost = await queueRun(one);
    await loseWorker(lost, 2);
    await rescueRuns();
    expect(await probeNow(one)).toMatchObject({
      latest: { runId: passed, verdict: "pass" },
      recent: [
        { runId: lost, counts: false },
        { runId: passed, counts: true },
      ],
    });
    expect(await itemNow(one)).toMatchObject({ state: "done" });
  });
});

describe("a worker that stops", () => {
  it("gives back what it has not finished, and another one does it", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    answer = never();
    const stopping = new AbortController();
    const reached = arrived();
    const job = workOff(runId, stopping.signal);
    await reached;
    stopping.abort();
    await job;
    expect(await runRow(runId)).toMatchObject({ status: "queued", lease: null, takes: 0 });
    expect((await probeNow(one)).latest).toBeNull();
    answer = Promise.resolve(200);
    await work(runId);
    expect((await probeNow(one)).latest).toMatchObject({ runId, verdict: "pass" });
  });
});

describe("cancelling", () => {
  it("ends a queued run at once, and the log says by whom", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    const { caller, id: byId } = one.manager;
    const { events } = await cancelRun(caller, askOf(one));
    expect(events).toMatchObject([
      { kind: "probe.cancelled", subject: { run: runId }, actor: { kind: "person", id: byId } },
    ]);
    await work(runId);
    expect(asked).toBe(0);
    expect(await probeNow(one)).toMatchObject({
      running: null,
      latest: { verdict: "inconclusive", reason: { code: "cancelled" }, counts: false },
    });
    const [run] = await probeRuns(caller, one.id, one.probeIds[0] ?? "");
    expect(run).toMatchObject({ status: "finished", verdict: "inconclusive", cancelledBy: byId });
  });

  it("stops a run that is being measured, and gives its place back", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    answer = never();
    const reached = arrived();
    const job = work(runId);
    await reached;
    await cancelRun(one.manager.caller, askOf(one));
    await job;
    expect(await runRow(runId)).toMatchObject({ status: "finished", lease: null });
    expect((await probeNow(one)).running).toBeNull();
  });

  it("after the verdict changes nothing, and tells so", async () => {
    const one = await fresh();
    await work(await queueRun(one));
    const done = await cancelRun(one.manager.caller, askOf(one));
    expect(done).toMatchObject({ result: { cancelled: false }, events: [] });
    expect((await probeNow(one)).latest).toMatchObject({ verdict: "pass" });
  });

  it("leaves what the probe said before as it was", async () => {
    const one = await fresh();
    answer = Promise.resolve(500);
    await work(await queueRun(one));
    await queueRun(one);
    await cancelRun(one.manager.caller, askOf(one));
    expect((await probeNow(one)).latest).toMatchObject({ verdict: "fail" });
    expect(await itemNow(one)).toMatchObject({ state: "failed" });
  });

  it("is not for those who may not run", async () => {
    const one = await fresh();
    await queueRun(one);
    const viewer = await makePerson({ roles: ["viewer"] });
    await expect(cancelRun(viewer.caller, askOf(one))).rejects.toMatchObject({ code: "forbidden" });
  });

  it("happens by itself when the probe is removed", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    await unbindProbe(one.manager.caller, askOf(one));
    expect(await runRow(runId)).toMatchObject({ status: "finished" });
    await work(runId);
    expect(asked).toBe(0);
  });
});

describe("what a probe says", () => {
  it("stays a pass that ages when it cannot be measured any more", async () => {
    const one = await fresh();
    const passed = await queueRun(one);
    await work(passed);
    await servers.closeAll();
    await query(`update "Environment" set allow = '{}' where id = $1`, [one.project.environmentId]);
    await work(await queueRun(one));
    expect(await probeNow(one)).toMatchObject({
      latest: { runId: passed, verdict: "pass" },
      recent: [{ verdict: "inconclusive", counts: false }, { verdict: "pass" }],
    });
  });

  it("is told with its last ten runs, the newest first", async () => {
    const one = await fresh();
    const runIds: string[] = [];
    for (let run = 0; run < 12; run += 1) {
      const runId = await queueRun(one);
      await work(runId);
      runIds.unshift(runId);
    }
    const { recent } = await probeNow(one);
    expect(recent.map(({ runId }) => runId)).toEqual(runIds.slice(0, 10));
  });

  it("is told with its history in a database from before there was one", async () => {
    const one = await fresh();
    for (let run = 0; run < 11; run += 1) await work(await queueRun(one));
    const { recent } = await probeNow(one);
    await query(`update "Probe" set recent = '[]' where "deploymentId" = $1`, [one.id]);
    const migration = join(prismaFolder, "migrations", "0002_probe_runs", "migration.sql");
    const sql = readFileSync(migration, "utf8");
    await query(sql.slice(sql.indexOf('UPDATE "Probe"')));
    const [row] = await query(`select recent from "Probe" where "deploymentId" = $1`, [one.id]);
    expect(row).toEqual({ recent });
  });

  it("turns a ticked item failed when it fails later, and back", async () => {
    const one = await fresh();
    await settle(one, "Ready");
    for (const [status, state] of [
      [200, "done"],
      [500, "failed"],
      [200, "done"],
    ] as const) {
      answer = Promise.resolve(status);
      await work(await queueRun(one));
      expect(await itemNow(one)).toMatchObject({ state, cause: "probe" });
    }
    expect(asked).toBe(3);
  });

  it("is not asked any more once the deployment is sealed", async () => {
    const one = await fresh();
    const runId = await queueRun(one);
    const ending = { outcome: "failed", notes: "Stopped" };
    await closeDeployment(one.manager.caller, { deploymentId: one.id, ...ending });
    await work(runId);
    const { state } = await planNow(one.id);
    expect(state.probes[one.probeIds[0] ?? ""]).toMatchObject({ running: null });
  });
});
