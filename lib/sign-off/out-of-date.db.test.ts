import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { closeDeployment, editHeader } from "@/lib/deployment/header-commands";
import { movedSince } from "@/lib/deployment/out-of-date";
import { valuesOf } from "@/lib/deployment/values";
import { bindProbe, queueProbe, queueProbes, runDueProbes } from "@/lib/probe/commands";
import { createEnvironment } from "@/lib/project/commands";
import { statementView } from "@/lib/sign-off/queries";
import {
  keyOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makeProject, setup } from "@/lib/testing/fixtures";
import { makeDue, work } from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { type Cast, makeCast, signedText, signOffKey, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { verdictOf } from "@/lib/verdict/verdict";

useDatabase();

const servers = localServers();
let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});
const made: MadeDeployment[] = [];
afterEach(async () => {
  for (const { id } of made.splice(0)) await expectWhole(id);
  await servers.closeAll();
  vi.unstubAllEnvs();
});

/** A server that answers with this status and counts who asked. */
async function target(status = 200) {
  const asked = { times: 0 };
  const { url } = await servers.keep(
    serveHttp((_request, response) => {
      asked.times += 1;
      response.writeHead(status).end("ok");
    }),
  );
  return { url, asked };
}

const specText = `kind: http\ntarget: "{{BASE_URL}}/health"\nassert: ["status == 200"]\n`;

type Deployed = MadeDeployment & { probeId: string; elsewhere: string };

/** A deployment whose probe on "Merged" asks `here`, and a second environment whose BASE_URL is `there`. */
async function deployed(
  here: string,
  there: string,
  spec = specText,
  text = signedText,
): Promise<Deployed> {
  const allow = ["127.0.0.1/32"];
  const project = await makeProject({ allow, variables: { BASE_URL: here } });
  const second = { projectId: project.id, name: "Standby", zone: "UTC", allow };
  const elsewhere = (await createEnvironment(setup, { ...second, variables: { BASE_URL: there } }))
    .result.environmentId;
  const deployment = await makeDeployment({ text, project });
  made.push(deployment);
  const itemKey = await keyOf(deployment.id, "Merged");
  const ask = { deploymentId: deployment.id, itemKey, specText: spec };
  const { probeId } = (await bindProbe(deployment.manager.caller, ask)).result;
  return { ...deployment, probeId, elsewhere };
}

const queue = async ({ id: deploymentId, manager, probeId }: Deployed) =>
  (await queueProbe(manager.caller, { deploymentId, probeId })).result.runId;

const run = async (one: Deployed) => work(await queue(one));

const edit = ({ id: deploymentId, manager }: Deployed, change: object) =>
  editHeader(manager.caller, { deploymentId, ...change });

const stateOf = async ({ id, probeId }: Deployed) => {
  const { state, plan } = await planNow(id);
  const probe = state.probes[probeId];
  return { state, plan, probe, item: state.items[probe?.itemKey ?? ""] };
};

const blockers = async (one: Deployed) => {
  const { plan, state } = await stateOf(one);
  return verdictOf(plan, state).blockers.map(({ code }) => code);
};

const staleFor = async (one: Deployed) => {
  const ask = { deploymentId: one.id, signOffKey: await signOffKey(one, "QA"), locale: "en" };
  return (await statementView(cast.qa.caller, { ...ask, closing: null })).stale;
};

const outOfDate = { reason: { code: "probes_out_of_date", params: { label: "Merged", more: 0 } } };

describe("a verdict on the target of before", () => {
  it("is out of date when the environment changes: nobody signs until the new target is measured", async () => {
    const [old, fresh] = [await target(), await target()];
    const one = await deployed(old.url, fresh.url);
    await run(one);
    await signs(one, "Development", cast.dev);
    await edit(one, { environmentId: one.elsewhere });
    await expect(signs(one, "QA", cast.qa)).rejects.toMatchObject(outOfDate);
    expect(await staleFor(one)).toMatchObject([
      { probeId: one.probeId, label: "Merged", tooOld: false, moved: ["BASE_URL"] },
    ]);
    expect((await stateOf(one)).item).toMatchObject({ state: "done", cause: "probe" });

    const probeIds = (await staleFor(one)).map(({ probeId }) => probeId);
    await queueProbes(one.manager.caller, { deploymentId: one.id, probeIds });
    await work((await stateOf(one)).probe?.running?.runId ?? "");
    expect([old.asked.times, fresh.asked.times]).toEqual([1, 1]);
    expect(await staleFor(one)).toEqual([]);
    await signs(one, "QA", cast.qa);
  });

  it("holds the deployment, naming the item, until it is measured again", async () => {
    const one = await deployed((await target()).url, (await target()).url);
    await run(one);
    expect(await blockers(one)).toEqual([]);
    await edit(one, { environmentId: one.elsewhere });
    const { plan, state, probe } = await stateOf(one);
    expect(verdictOf(plan, state)).toMatchObject({
      answer: "held",
      blockers: [{ code: "item_out_of_date", itemKey: probe?.itemKey, owner: { kind: "role" } }],
    });
    await run(one);
    expect(await blockers(one)).toEqual([]);
  });

  it("is due", async () => {
    const one = await deployed((await target()).url, (await target()).url);
    await run(one);
    const due = { deploymentId: one.id, stageKey: null };
    expect((await runDueProbes(one.manager.caller, due)).result.queued).toBe(0);
    await edit(one, { environmentId: one.elsewhere });
    expect((await runDueProbes(one.manager.caller, due)).result.queued).toBe(1);
  });

  it("counts again when the target is the one of before again", async () => {
    const one = await deployed((await target()).url, (await target()).url);
    await run(one);
    await signs(one, "Development", cast.dev);
    await edit(one, { environmentId: one.elsewhere });
    await edit(one, { environmentId: one.project.environmentId });
    expect(await blockers(one)).toEqual([]);
    await signs(one, "QA", cast.qa);
  });

  it("turns the item failed when the new target fails", async () => {
    const one = await deployed((await target()).url, (await target(500)).url);
    await run(one);
    await edit(one, { environmentId: one.elsewhere });
    await run(one);
    expect((await stateOf(one)).item).toMatchObject({ state: "failed", cause: "probe" });
  });

  it("is stood behind by no override: what failed there and is ticked here fails anew", async () => {
    const one = await deployed((await target(500)).url, (await target(500)).url);
    await run(one);
    await settle(one, "Merged", "done", "Known, and harmless there");
    await edit(one, { environmentId: one.elsewhere });
    await expect(signs(one, "QA", cast.qa)).rejects.toMatchObject(outOfDate);
    await run(one);
    expect((await stateOf(one)).item).toMatchObject({ state: "failed", cause: "probe" });
  });

  it("cannot be ticked on without a reason", async () => {
    const one = await deployed((await target()).url, (await target()).url);
    await run(one);
    await settle(one, "Merged", "todo");
    await edit(one, { environmentId: one.elsewhere });
    await expect(settle(one, "Merged")).rejects.toMatchObject({
      reason: { code: "verdict_needs_reason", params: { verdict: "out_of_date" } },
    });
  });

  it("keeps a document without sign-offs from closing as a success, and from no other end", async () => {
    const text = "# Checklist\n\n## Preparation\n- [ ] Merged\n";
    const one = await deployed((await target()).url, (await target()).url, specText, text);
    await run(one);
    await edit(one, { environmentId: one.elsewhere });
    const close = (outcome: string) =>
      closeDeployment(one.manager.caller, { deploymentId: one.id, outcome, notes: "Stopped here" });
    await expect(close("success")).rejects.toMatchObject(outOfDate);
    await close("partial");
  });

  it("leaves a waived item alone: it leans on no run", async () => {
    const one = await deployed((await target()).url, (await target()).url);
    await run(one);
    await edit(one, { environmentId: one.elsewhere });
    await settle(one, "Merged", "waived", "Standby is checked by its owner");
    await signs(one, "QA", cast.qa);
  });
});

describe("what changed", () => {
  it("is the version, for a probe that asks for it", async () => {
    const spec = `kind: http\ntarget: "{{BASE_URL}}/{{version}}"\nassert: ["status == 200"]\n`;
    const one = await deployed((await target()).url, (await target()).url, spec);
    await run(one);
    await edit(one, { version: "1.0.1" });
    expect(await staleFor(one)).toMatchObject([{ moved: ["version"] }]);
  });

  it("is nothing, for a probe that does not name it", async () => {
    const one = await deployed((await target()).url, (await target()).url);
    await run(one);
    await edit(one, { version: "1.0.1", title: "Another name" });
    expect(await blockers(one)).toEqual([]);
    await signs(one, "QA", cast.qa);
  });

  it("is the environment, for a probe that sends one of its secrets", async () => {
    const { url } = await target();
    const spec = `kind: http\ntarget: ${url}/\nassert: ["status == 200"]\nheaders:\n  authorization: "Bearer {{secret.TOKEN}}"\n`;
    const one = await deployed(url, url, spec);
    await run(one);
    const moved = async () => {
      const { state, probe } = await stateOf(one);
      return movedSince(valuesOf(state), probe?.latest ?? null);
    };
    expect(await moved()).toEqual([]);
    await edit(one, { environmentId: one.elsewhere });
    expect(await moved()).toEqual(["environment"]);
  });
});

it("a run that measured the target of before ticks nothing and takes nobody's place", async () => {
  let arrived = () => {};
  let answer = () => {};
  const inside = new Promise<void>((resolve) => (arrived = resolve));
  const slow = await servers.keep(
    serveHttp((_request, response) => {
      answer = () => response.writeHead(200).end("ok");
      arrived();
    }),
  );
  const one = await deployed(slow.url, (await target()).url);
  const working = run(one);
  await inside;
  await edit(one, { environmentId: one.elsewhere });
  answer();
  await working;
  const { item, probe } = await stateOf(one);
  expect(item?.state).toBe("todo");
  expect(probe?.latest).toMatchObject({ verdict: "pass", counts: false });
  await run(one);
  expect((await stateOf(one)).item?.state).toBe("done");
});

describe("a verdict that has to hold", () => {
  it("is none when the target changed and what was missed since would settle it", async () => {
    const { url } = await target(500);
    const one = await deployed(url, (await target()).url, `${specText}for: 2 of 3, every 10s\n`);
    const runId = await queue(one);
    await work(runId);
    await edit(one, { environmentId: one.elsewhere });
    await makeDue(runId, 25);
    await work(runId);
    const { item, probe } = await stateOf(one);
    expect(probe?.latest).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "target-changed" },
    });
    expect(item?.state).toBe("todo");
  });

  it("is none when the secret of one environment was sent first and that of another then", async () => {
    const { url, asked } = await target();
    const spec = `kind: http\ntarget: ${url}/\nassert: ["status == 200"]\nheaders:\n  authorization: "Bearer {{secret.TOKEN}}"\nfor: 2 of 2, every 10s\n`;
    const one = await deployed(url, url, spec);
    const slug = one.project.slug.replaceAll("-", "_").toUpperCase();
    for (const environment of ["PRODUCTION", "STANDBY"]) {
      vi.stubEnv(`COUNTERSIGN_SECRET__${slug}__${environment}__TOKEN`, `token of ${environment}`);
    }
    const runId = await queue(one);
    await work(runId);
    expect(asked.times).toBe(1);
    await edit(one, { environmentId: one.elsewhere });
    await makeDue(runId);
    await work(runId);
    expect((await stateOf(one)).probe?.latest).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "target-changed" },
    });
  });
});
