import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { closeDeployment } from "@/lib/deployment/header-commands";
import { bindProbe, queueProbe } from "@/lib/probe/commands";
import { probeRuns } from "@/lib/probe/queries";
import { workOff } from "@/lib/probe/runner";
import { rescueRuns } from "@/lib/probe/upkeep";
import { recordVerdict } from "@/lib/probe/verdict-commands";
import {
  keyOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makePerson, makeProject } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let server: Server;
let status = 200;
let baseUrl = "";

beforeAll(async () => {
  server = createServer((_request, response) => response.writeHead(status).end("ok"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const text = `# Checklist

## Preparation
- [ ] Ready

## Verification
- [ ] Health endpoint responding
  \`\`\`probe
  kind: http
  target: "{{BASE_URL}}/health"
  assert: ["status == 200"]
  \`\`\`

## Post-deployment tasks
### Day 1
- [ ] Look again
`;

const made: MadeDeployment[] = [];
async function fresh(allow = ["127.0.0.1/32"]): Promise<MadeDeployment> {
  status = 200;
  const project = await makeProject({ variables: { BASE_URL: baseUrl }, allow });
  const deployment = await makeDeployment({ text, project });
  made.push(deployment);
  return deployment;
}

afterEach(async () => {
  for (const { id } of made.splice(0)) await expectWhole(id);
});

async function probe({ id }: MadeDeployment) {
  const { state } = await planNow(id);
  const [first] = Object.values(state.probes);
  if (!first) throw new Error("no probe");
  return first;
}

/** Presses the button, and does what the worker does. */
async function run(deployment: MadeDeployment): Promise<string> {
  const { id: probeId } = await probe(deployment);
  const ask = { deploymentId: deployment.id, probeId };
  const { runId } = (await queueProbe(deployment.manager.caller, ask)).result;
  await workOff(runId, new AbortController().signal);
  return runId;
}

const label = "Health endpoint responding";

async function item(deployment: MadeDeployment) {
  const { state } = await planNow(deployment.id);
  return state.items[await keyOf(deployment.id, label)];
}

describe("a probe run", () => {
  it("that passes ticks its item and names the run", async () => {
    const deployment = await fresh();
    await settle(deployment, "Ready");
    const runId = await run(deployment);
    expect(await item(deployment)).toMatchObject({
      state: "done",
      cause: "probe",
      runIds: [runId],
    });
    const [first] = await probeRuns(
      deployment.manager.caller,
      deployment.id,
      (await probe(deployment)).id,
    );
    expect(first).toMatchObject({ id: runId, verdict: "pass", status: "finished" });
  });

  it("that turns to fail fails the item, and a pass brings it back", async () => {
    const deployment = await fresh();
    await settle(deployment, "Ready");
    await run(deployment);
    status = 500;
    await run(deployment);
    expect(await item(deployment)).toMatchObject({ state: "failed", cause: "probe" });
    status = 200;
    await run(deployment);
    expect(await item(deployment)).toMatchObject({ state: "done", cause: "probe" });
  });

  it("never undoes what a person set aside, and a person's failure stays", async () => {
    const deployment = await fresh();
    await settle(deployment, "Ready");
    await settle(deployment, label, "failed", "Looks wrong to me");
    await run(deployment);
    expect(await item(deployment)).toMatchObject({ state: "failed", cause: "person" });
  });

  it("before its stage opened is recorded, ticks nothing and counts for nothing", async () => {
    const deployment = await fresh();
    await run(deployment);
    expect((await probe(deployment)).latest).toMatchObject({ verdict: "pass", counts: false });
    expect(await item(deployment)).toMatchObject({ state: "todo" });
  });

  it("that ends after the sealing is recorded, and changes nothing that was sealed", async () => {
    const deployment = await fresh();
    await settle(deployment, "Ready");
    const sealed = await run(deployment);
    const { id: probeId } = await probe(deployment);
    const { caller } = deployment.manager;
    const queued = await queueProbe(caller, { deploymentId: deployment.id, probeId });
    const ending = { outcome: "failed", notes: "Stopped" };
    await closeDeployment(caller, { deploymentId: deployment.id, ...ending });
    status = 500;
    await workOff(queued.result.runId, new AbortController().signal);
    expect(await probe(deployment)).toMatchObject({ latest: { runId: sealed }, running: null });
    await expect(
      queueProbe(caller, { deploymentId: deployment.id, probeId }),
    ).rejects.toMatchObject({
      reason: { code: "deployment_closed" },
    });
  });

  it("of a follow-up goes on after the sealing, and ticks it", async () => {
    const deployment = await fresh();
    const { caller } = deployment.manager;
    const itemKey = await keyOf(deployment.id, "Look again");
    const specText = `kind: http\ntarget: "{{BASE_URL}}/health"\nassert: ["status == 200"]\n`;
    const ask = { deploymentId: deployment.id };
    const { probeId } = (await bindProbe(caller, { ...ask, itemKey, specText })).result;
    await closeDeployment(caller, { ...ask, outcome: "partial", notes: "Half of it" });
    const { runId } = (await queueProbe(caller, { ...ask, probeId })).result;
    await workOff(runId, new AbortController().signal);
    const { state } = await planNow(deployment.id);
    expect(state.items[itemKey]).toMatchObject({ state: "done", cause: "probe" });
  });

  it("refused by the environment's addresses is inconclusive, and never a pass", async () => {
    const deployment = await fresh([]);
    await settle(deployment, "Ready");
    await run(deployment);
    expect((await probe(deployment)).latest).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "address-refused" },
    });
    expect(await item(deployment)).toMatchObject({ state: "todo" });
  });

  it("that lost its worker ends inconclusive and says so", async () => {
    const deployment = await fresh();
    await settle(deployment, "Ready");
    const { id: probeId } = await probe(deployment);
    const ask = { deploymentId: deployment.id, probeId };
    const { runId } = (await queueProbe(deployment.manager.caller, ask)).result;
    await query(
      `update "ProbeRun" set status = 'running', takes = 2, lease = 'l', "beatAt" = now() - interval '10 minutes' where id = $1`,
      [runId],
    );
    await rescueRuns();
    expect(await probe(deployment)).toMatchObject({
      running: null,
      latest: { verdict: "inconclusive", reason: { code: "worker-lost" } },
    });
  });
});

describe("a tick against a verdict", () => {
  it("needs a reason, is kept as an override, and holds until the verdict changes", async () => {
    const deployment = await fresh();
    await settle(deployment, "Ready");
    await expect(settle(deployment, label)).rejects.toMatchObject({
      reason: { code: "verdict_needs_reason" },
    });
    status = 500;
    await run(deployment);
    await settle(deployment, label, "done", "The probe's network is cut off tonight");
    await run(deployment);
    const held = await item(deployment);
    expect(held).toMatchObject({ state: "done", override: { probes: [{ verdict: "fail" }] } });
  });
});

describe("who may", () => {
  it("nobody but the worker records a verdict", async () => {
    const deployment = await fresh();
    const { id: probeId } = await probe(deployment);
    await expect(
      recordVerdict(deployment.manager.caller, {
        deploymentId: deployment.id,
        probeId,
        runId: "x",
        lease: "l",
        startedAt: new Date().toISOString(),
        result: null,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const forged = await recordVerdict(system("probe"), {
      deploymentId: deployment.id,
      probeId,
      runId: "never queued",
      lease: "l",
      startedAt: new Date().toISOString(),
      result: null,
    });
    expect(forged.events).toEqual([]);
  });

  it("a viewer neither runs nor binds probes", async () => {
    const deployment = await fresh();
    const viewer = await makePerson({ roles: ["viewer"] });
    const { id: probeId } = await probe(deployment);
    const ask = { deploymentId: deployment.id, probeId };
    await expect(queueProbe(viewer.caller, ask)).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      bindProbe(viewer.caller, {
        deploymentId: deployment.id,
        itemKey: await keyOf(deployment.id, label),
        specText: "kind: http\ntarget: http://127.0.0.1/",
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("a spec that spells out what cannot be stored is refused with its field", async () => {
    const deployment = await fresh();
    const itemKey = await keyOf(deployment.id, label);
    const specText = 'kind: http\ntarget: "https://example.com/\\0"\nassert: ["status == 200"]\n';
    const ask = { deploymentId: deployment.id, itemKey, specText };
    await expect(bindProbe(deployment.manager.caller, ask)).rejects.toMatchObject({
      code: "invalid",
      reason: { params: { field: "target" } },
    });
  });

  it("a spec that is none is refused with the place in it", async () => {
    const deployment = await fresh();
    await expect(
      bindProbe(deployment.manager.caller, {
        deploymentId: deployment.id,
        itemKey: await keyOf(deployment.id, label),
        specText: "kind: http\ntarget: 12",
      }),
    ).rejects.toMatchObject({ code: "invalid", reason: { code: "probe_spec_invalid" } });
  });
});
