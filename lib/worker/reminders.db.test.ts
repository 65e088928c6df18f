import { afterEach, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { requestsOf } from "@/lib/deployment/requests";
import { askToSign } from "@/lib/sign-off/request-commands";
import { makeDeployment, planNow, settle } from "@/lib/testing/deployments";
import { makeCast, signedText, signOffKey } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { runWorker } from "@/lib/worker/run";

useDatabase();

afterEach(() => {
  vi.useRealTimers();
});

it("the worker reminds of a request whose time has come, as its job of each minute", async () => {
  // Only the clock: what follows was asked twenty minutes ago.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 20 * 60_000 });
  await makeCast();
  const { id, manager, ...rest } = await makeDeployment({ text: signedText });
  await settle({ id, manager, ...rest }, "Merged");
  const key = await signOffKey({ id, manager, ...rest }, "QA");
  const ask = { deploymentId: id, signOffKey: key, personId: null, remindEvery: 15 as const };
  await askToSign(manager.caller, ask);
  vi.useRealTimers();
  const stopping = new AbortController();
  const worker = runWorker(stopping.signal);
  try {
    await query(`select graphile_worker.add_job('signature:remind')`);
    await vi.waitFor(
      async () =>
        expect(requestsOf((await planNow(id)).state, key)).toMatchObject([
          { reminders: 1, automatic: 1 },
        ]),
      { timeout: 20_000, interval: 50 },
    );
  } finally {
    stopping.abort();
    await worker;
  }
});
