import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { system } from "@/lib/core/caller";
import { closeDeployment } from "@/lib/deployment/header-commands";
import { queueProbes, recheckProbes, runDueProbes } from "@/lib/probe/commands";
import { recheckAll } from "@/lib/probe/upkeep";
import { logOf, planNow, settle } from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makePerson } from "@/lib/testing/fixtures";
import {
  httpSpec,
  itemNow,
  makeProbed,
  type Probed,
  probeNow,
  queueRun,
  work,
} from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
let url = "";
let status = 200;
/** The clock of this process, which dates the log and decides what is due. */
const passMinutes = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

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

  it("leaves out what bursts or provokes, and says how many: that is asked for by name", async () => {
    const burst = `kind: rate-limit\ntarget: ${url}/\n`;
    const one = await fresh([httpSpec(url), burst]);
    expect(await runDue(one)).toEqual({ queued: 1, askedForAlone: 1 });
    const ask = { deploymentId: one.id, probeIds: [one.probeIds[1] ?? ""] };
    expect((await queueProbes(one.manager.caller, ask)).result).toEqual({ queued: 1 });
  });

  it("queues what passed too long ago", async () => {
    const one = await fresh([httpSpec(url)]);
    await work(await queueRun(one));
    passMinutes(29);
    expect(await runDue(one)).toMatchObject({ queued: 0 });
    passMinutes(2);
    expect(await runDue(one)).toMatchObject({ queued: 1 });
  });

  it("of one stage leaves the others alone", async () => {
    const one = await fresh([httpSpec(url)], [httpSpec(url)]);
    await settle(one, "Ready");
    await work(await queueRun(one, 0));
    const [first, second] = (await planNow(one.id)).plan.units;
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

describe("looking again", () => {
  const often = () => httpSpec(url, "recheck: 10 minutes");

  it("begins when somebody has run it, and comes when its time has come", async () => {
    const one = await fresh([often(), httpSpec(url)]);
    await recheckAll();
    expect(await queuedNow(one)).toBe(0);
    await work(await queueRun(one, 0));
    await work(await queueRun(one, 1));
    passMinutes(9);
    await recheckAll();
    expect(await queuedNow(one)).toBe(2);
    passMinutes(1);
    await recheckAll();
    expect((await probeNow(one, 0)).running).toMatchObject({ byId: null });
    expect((await probeNow(one, 1)).running).toBeNull();
  });

  it("is not doubled by several workers", async () => {
    const one = await fresh([often()]);
    await work(await queueRun(one));
    passMinutes(11);
    await Promise.all([recheckAll(), recheckAll(), recheckAll()]);
    expect(await queuedNow(one)).toBe(2);
  });

  it("finds a later failure, which turns the ticked item failed, and the way back", async () => {
    const one = await fresh([often()]);
    const turns: unknown[] = [];
    await work(await queueRun(one));
    for (const now of [500, 200]) {
      status = now;
      passMinutes(11);
      await recheckAll();
      await work((await probeNow(one)).running?.runId ?? "");
      turns.push((await itemNow(one))?.state);
    }
    expect(turns).toEqual(["failed", "done"]);
  });

  it("stops at the sealing", async () => {
    const one = await fresh([often()]);
    await work(await queueRun(one));
    const ending = { outcome: "failed", notes: "Stopped" };
    await closeDeployment(one.manager.caller, { deploymentId: one.id, ...ending });
    passMinutes(11);
    await recheckAll();
    await recheckProbes(system("schedule"), { deploymentId: one.id });
    expect(await queuedNow(one)).toBe(1);
  });

  it("leaves what stands in a stage that is not open", async () => {
    const one = await fresh([], [often()]);
    await work(await queueRun(one));
    passMinutes(11);
    await recheckAll();
    expect(await queuedNow(one)).toBe(1);
  });

  it("is the schedule's, not a person's", async () => {
    const one = await fresh([often()]);
    await expect(recheckProbes(one.manager.caller, { deploymentId: one.id })).rejects.toMatchObject(
      { code: "forbidden" },
    );
  });
});
