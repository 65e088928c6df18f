import { afterEach, describe, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { cancelRun } from "@/lib/probe/commands";
import { httpSpec, makeProbed, probeNow, queueRun, runRow } from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";
import { runWorker } from "@/lib/worker/run";

useDatabase();

const servers = localServers();
afterEach(servers.closeAll);

const within = { timeout: 30_000, interval: 50 };

/** A server that answers with what it is told, or never. */
async function server() {
  const told = { answers: true, asked: 0 };
  const made = await servers.keep(
    serveHttp((_request, response) => {
      told.asked += 1;
      if (told.answers) response.end("ok");
    }),
  );
  return { ...made, told };
}

/** A worker of its own for as long as `during` takes. */
async function withWorker(during: () => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const worker = runWorker(stopping.signal);
  try {
    await during();
  } finally {
    stopping.abort();
    await worker;
  }
}

describe("the worker", () => {
  it("runs what is queued, and a verdict that has to hold at its times", async () => {
    const { url, told } = await server();
    const one = await makeProbed([httpSpec(url), httpSpec(url, "for: 3 of 3, every 1s")]);
    await queueRun(one, 0);
    await queueRun(one, 1);
    await withWorker(async () => {
      await vi.waitFor(async () => {
        expect((await probeNow(one, 0)).latest?.verdict).toBe("pass");
        expect((await probeNow(one, 1)).latest?.verdict).toBe("pass");
      }, within);
    });
    expect(told.asked).toBe(4);
  });

  it("that is stopped gives back what hangs; the next one does it", async () => {
    const { url, told } = await server();
    const one = await makeProbed([httpSpec(url)]);
    told.answers = false;
    const runId = await queueRun(one);
    await withWorker(async () => {
      await vi.waitFor(() => expect(told.asked).toBe(1), within);
    });
    expect(await runRow(runId)).toMatchObject({ status: "queued", lease: null });
    told.answers = true;
    await withWorker(async () => {
      await vi.waitFor(
        async () => expect((await probeNow(one)).latest?.verdict).toBe("pass"),
        within,
      );
    });
  });

  it("stops measuring what is cancelled elsewhere", async () => {
    const { url, told } = await server();
    const one = await makeProbed([httpSpec(url)]);
    told.answers = false;
    const runId = await queueRun(one);
    await withWorker(async () => {
      await vi.waitFor(() => expect(told.asked).toBe(1), within);
      await cancelRun(one.manager.caller, { deploymentId: one.id, probeId: one.probeIds[0] ?? "" });
      await vi.waitFor(async () => {
        const jobs = await query(`select 1 from graphile_worker.jobs where locked_at is not null`);
        expect(jobs).toEqual([]);
      }, within);
    });
    expect(await runRow(runId)).toMatchObject({ status: "finished" });
  });

  it("takes up a run whose job was lost with a worker", async () => {
    const { url } = await server();
    const one = await makeProbed([httpSpec(url)]);
    await queueRun(one);
    await query(`delete from graphile_worker._private_jobs`);
    await withWorker(async () => {
      await vi.waitFor(
        async () => expect((await probeNow(one)).latest?.verdict).toBe("pass"),
        within,
      );
    });
  });
});
