import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { closeDeployment } from "@/lib/deployment/header-commands";
import { queueProbes, recheckProbes, runDueProbes } from "@/lib/probe/commands";
import { recheckAll } from "@/lib/probe/upkeep";
import { logOf, settle } from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makePerson } from "@/lib/testing/fixtures";
import { httpSpec, makeProbed, type Probed, probeNow, queueRun, work } from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
let url = "";
let status = 200;
beforeEach(async () => {
  status = 200;
  const server = await servers.keep(
    serveHttp((_request, response) => response.writeHead(status).end("ok")),
  );
  url = server.url;
});

const made: Probed[] = [];
async function fresh(specs: string[], later: string[] = []): Promise<Probed> {
  const one = await makeProbed(specs, later);
  made.push(one);
  return one;
}
afterEach(async () => {
  for (const { id } of made.splice(0)) await expectWhole(id);
  await servers.closeAll();
});

const queuedNow = async ({ id }: Probed) =>
  (await logOf(id)).filter(({ kind }) => kind === "probe.queued").length;

/** As if the last run of each probe of a deployment had ended so long ago. The log is rewritten with it. */
async function runDue(one: Probed, stageKey: string | null = null) {
  return (await runDueProbes(one.manager.caller, { deploymentId: one.id, stageKey })).result;
}

describe("run all due", () => {
  it("queues what was never run, in one go, and not what is under way or still locked", async () => {
    const one = await fresh([httpSpec(url), httpSpec(url)], [httpSpec(url)]);
    await queueRun(one, 0);
    expect(await runDue(one)).toEqual({ queued: 1, askedForAlone: 0 });
    expect((await probeNow(one, 1)).running).not.toBeNull();
    expect((await probeNow(one, 2)).running).toBeNull();
    expect(await runDue(one)).toEqual({ queued: 0, askedForAlone: 0 });
    expect(await queuedNow(one)).toBe(2);
  });

  it("queues what failed, and leaves what passes alone", async () => {
    const one = await fresh([httpSpec(url), httpSpec(url)]);
    await work(await queueRun(one, 0));
    status = 500;
    await work(await queueRun(one, 1));
    expect(await runDue(one)).toEqual({ queued: 1, askedForAlone: 0 });
    expect((await probeNow(one, 1)).running).not.toBeNull();
  });

  it("of one stage leaves the others alone", async () => {
    const one = await fresh([httpSpec(url)], [httpSpec(url)]);
    await settle(one, "Ready");
    await work(await queueRun(one, 0));
    const { plan } = await import("@/lib/testing/deployments").then(({ planNow }) =>
      planNow(one.id),
    );
    const [first, second] = plan.units;
    expect(await runDue(one, first?.stageKey ?? "")).toEqual({ queued: 0, askedForAlone: 0 });
    expect(await runDue(one, second?.stageKey ?? "")).toEqual({ queued: 1, askedForAlone: 0 });
  });

  it("is not for those who may not run", async () => {
    const one = await fresh([httpSpec(url)]);
    const viewer = await makePerson({ roles: ["viewer"] });
    const ask = { deploymentId: one.id, stageKey: null };
    await expect(runDueProbes(viewer.caller, ask)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("several by name", () => {
  it("are queued in one go, those under way left to it", async () => {
    const one = await fresh([httpSpec(url), httpSpec(url)]);
    await queueRun(one, 0);
    const ask = { deploymentId: one.id, probeIds: one.probeIds };
    expect((await queueProbes(one.manager.caller, ask)).result).toEqual({ queued: 1 });
  });

  it("are none when one of them is not there", async () => {
    const one = await fresh([httpSpec(url)]);
    const ask = { deploymentId: one.id, probeIds: [...one.probeIds, "other"] };
    await expect(queueProbes(one.manager.caller, ask)).rejects.toMatchObject({ code: "not_found" });
    expect(await queuedNow(one)).toBe(0);
  });
});

/** As if the runs of these probes had ended so many minutes ago: the schedule is asked at a later hour. */
async function later(minutes: number): Promise<Date> {
  return new Date(Date.now() + minutes * 60_000);
}

describe("looking again", () => {
  it("begins when somebody has run it, comes when its time has come, and is not doubled", async () => {
    const one = await fresh([httpSpec(url, "recheck: 1 minute")]);
    await recheckAll();
    expect(await queuedNow(one)).toBe(0);
    await work(await queueRun(one));
    await recheckAll();
    expect(await queuedNow(one)).toBe(1);
    void later;
    void query;
    void closeDeployment;
    void recheckProbes;
  });
});
