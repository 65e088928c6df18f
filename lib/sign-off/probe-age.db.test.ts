import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { signOffStatus } from "@/lib/deployment/standing";
import { bindProbe, queueProbe } from "@/lib/probe/commands";
import {
  keyOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { makeProject } from "@/lib/testing/fixtures";
import { httpSpec, work } from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { type Cast, makeCast, signedText, signOffKey, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
let cast: Cast;
let status = 200;
beforeAll(async () => {
  cast = await makeCast();
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  status = 200;
});
afterEach(async () => {
  vi.useRealTimers();
  await servers.closeAll();
});

/** A deployment with a passing probe on "Merged", signed for Development, and what runs the probe once more. */
async function signed() {
  const server = await servers.keep(
    serveHttp((_request, response) => response.writeHead(status).end("ok")),
  );
  const project = await makeProject({ allow: ["127.0.0.1/32"] });
  const deployment = await makeDeployment({ text: signedText, project });
  const { id: deploymentId, manager } = deployment;
  const itemKey = await keyOf(deploymentId, "Merged");
  const specText = httpSpec(server.url);
  const { probeId } = (await bindProbe(manager.caller, { deploymentId, itemKey, specText })).result;
  const run = async () =>
    work((await queueProbe(manager.caller, { deploymentId, probeId })).result.runId);
  await run();
  await signs(deployment, "Development", cast.dev);
  return { deployment, run };
}

async function development(deployment: MadeDeployment): Promise<string> {
  const { state } = await planNow(deployment.id);
  return signOffStatus(state, await signOffKey(deployment, "Development"));
}

it("a probe that cannot be measured any more suspends nothing; its pass ages until nobody can sign on it", async () => {
  const { deployment, run } = await signed();
  const { environmentId } = deployment.project;
  await query(`update "Environment" set allow = '{}' where id = $1`, [environmentId]);
  await run();
  expect(await development(deployment)).toBe("standing");
  vi.setSystemTime(Date.now() + 31 * 60_000);
  await run();
  await expect(signs(deployment, "QA", cast.qa)).rejects.toMatchObject({
    reason: { code: "probes_too_old" },
  });
  await settle(deployment, "Merged", "waived", "The network to it is cut tonight");
  await signs(deployment, "QA", cast.qa);
  await expectWhole(deployment.id);
});

it("a probe that fails suspends what was signed over it, and a pass makes it stand again", async () => {
  const { deployment, run } = await signed();
  status = 500;
  await run();
  expect(await development(deployment)).toBe("suspended");
  status = 200;
  await run();
  expect(await development(deployment)).toBe("standing");
  await expectWhole(deployment.id);
});
