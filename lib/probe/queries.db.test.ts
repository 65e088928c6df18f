import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cancelRun, queueProbes, runDueProbes } from "@/lib/probe/commands";
import { probeRuns } from "@/lib/probe/queries";
import { recheckAll } from "@/lib/probe/upkeep";
import { makePerson } from "@/lib/testing/fixtures";
import { httpSpec, makeProbed, type Probed, probeNow, queueRun, work } from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
let url = "";
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const server = await servers.keep(serveHttp((_request, response) => response.end("ok")));
  url = server.url;
});
afterEach(async () => {
  vi.useRealTimers();
  await servers.closeAll();
});

const runsOf = ({ id, manager, probeIds }: Probed) =>
  probeRuns(manager.caller, id, probeIds[0] ?? "");

const by = (person: { id: string; name: string }) => ({
  requestedBy: person.id,
  requestedByName: person.name,
});

describe("a run says who asked for it", () => {
  it("by its button, of the whole deployment or among several: each time the one who pressed", async () => {
    const one = await makeProbed([httpSpec(url)]);
    const other = await makePerson({ roles: ["approver"] });
    const third = await makePerson({ roles: ["release_manager"] });
    const run = async () => work((await probeNow(one)).running?.runId ?? "");
    await queueRun(one);
    await run();
    const ask = { deploymentId: one.id };
    await queueProbes(other.caller, { ...ask, probeIds: one.probeIds });
    await run();
    vi.setSystemTime(Date.now() + 31 * 60_000);
    await runDueProbes(third.caller, { ...ask, stageKey: null });
    await run();
    const asked = (await runsOf(one)).map((each) => each.requestedBy);
    expect(asked.toReversed()).toEqual([one.manager.id, other.id, third.id]);
    expect((await runsOf(one))[0]).toMatchObject(by(third));
  });

  it("who presses while it is under way has not asked for it", async () => {
    const one = await makeProbed([httpSpec(url)]);
    const other = await makePerson({ roles: ["release_manager"] });
    const runId = await queueRun(one);
    await queueProbes(other.caller, { deploymentId: one.id, probeIds: one.probeIds });
    await work(runId);
    expect(await runsOf(one)).toMatchObject([{ id: runId, ...by(one.manager) }]);
  });

  it("the schedule is nobody: it has no name", async () => {
    const one = await makeProbed([httpSpec(url, "recheck: 10 minutes")]);
    await work(await queueRun(one));
    vi.setSystemTime(Date.now() + 11 * 60_000);
    await recheckAll();
    const [newest] = await runsOf(one);
    expect(newest).toMatchObject({ requestedBy: null, requestedByName: null });
  });

  it("and who cancelled it, who may be another", async () => {
    const one = await makeProbed([httpSpec(url)]);
    const other = await makePerson({ roles: ["release_manager"] });
    await queueRun(one);
    await cancelRun(other.caller, { deploymentId: one.id, probeId: one.probeIds[0] });
    expect(await runsOf(one)).toMatchObject([
      { ...by(one.manager), cancelledBy: other.id, cancelledByName: other.name },
    ]);
  });
});

it("who may not see the deployment is told that there is none", async () => {
  const one = await makeProbed([httpSpec(url)]);
  await queueRun(one);
  const stranger = await makePerson();
  await expect(probeRuns(stranger.caller, one.id, one.probeIds[0] ?? "")).rejects.toMatchObject({
    code: "not_found",
  });
});
