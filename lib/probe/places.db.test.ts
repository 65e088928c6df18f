import { afterEach, describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { giveBack, take } from "@/lib/probe/places";
import { workOff } from "@/lib/probe/runner";
import {
  httpSpec,
  makeProbed,
  type Probed,
  probeNow,
  queueRun,
  runRow,
} from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
afterEach(servers.closeAll);
// Places are counted over all deployments: nobody's runs of before are in the way.
afterEach(() => query(`update "ProbeRun" set status = 'finished', lease = null`));

const nowhere = "http://127.0.0.1:9";

/** So many queued runs, of the hosts that are named. */
async function queuedRuns(hosts: string[]): Promise<string[]> {
  const runIds: string[] = [];
  for (const host of hosts) {
    const runId = await queueRun(await makeProbed([httpSpec(nowhere)]));
    await query(`update "ProbeRun" set host = $2 where id = $1`, [runId, host]);
    runIds.push(runId);
  }
  return runIds;
}

describe("a place", () => {
  it("is taken once, however many workers ask for the same run", async () => {
    const [runId] = await queuedRuns(["a"]);
    const taken = await Promise.all(Array.from({ length: 8 }, () => take(runId ?? null)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it("is never one too many, in all or of a host, when all are asked for at once", async () => {
    await queuedRuns(["a", "a", "a", "a", "b", "b", "c"]);
    const limits = { atOnce: 4, perHost: 2 };
    await Promise.all(Array.from({ length: 12 }, () => take(null, limits)));
    const rows = await query<{ host: string; n: number }>(
      `select host, count(*)::int as n from "ProbeRun" where status = 'running' group by host`,
    );
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(4);
    for (const { n } of rows) expect(n).toBeLessThanOrEqual(2);
  });

  it("of a full host waits, and the run of another host passes it", async () => {
    const [, , waits = "", other = ""] = await queuedRuns(["a", "a", "a", "b"]);
    const limits = { atOnce: 10, perHost: 2 };
    const first = await take(null, limits);
    await take(null, limits);
    expect(await take(waits, limits)).toBeNull();
    expect((await take(null, limits))?.id).toBe(other);
    if (first) await giveBack(first);
    expect((await take(null, limits))?.id).toBe(first?.id);
  });

  it("given back leaves the run as it was", async () => {
    const [runId = ""] = await queuedRuns(["a"]);
    const run = await take(runId);
    if (run) await giveBack(run);
    expect(await runRow(runId)).toMatchObject({ status: "queued", lease: null, takes: 0 });
  });
});

describe("a host that hangs", () => {
  it("keeps no place from others, and who ends there takes up who waits there", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hanging = 0;
    const slow = await servers.keep(
      serveHttp((_request, response) => {
        hanging += 1;
        void released.then(() => response.end("ok"));
      }),
    );
    const fast = await servers.keep(serveHttp((_request, response) => response.end("ok")));
    const made: Probed[] = [];
    const runIds: string[] = [];
    for (const url of [slow.url, slow.url, slow.url, fast.url]) {
      const one = await makeProbed([httpSpec(url)]);
      made.push(one);
      const runId = await queueRun(one);
      if (url === slow.url)
        await query(`update "ProbeRun" set host = 'slow' where id = $1`, [runId]);
      runIds.push(runId);
    }
    const limits = { atOnce: 3, perHost: 2 };
    const { signal } = new AbortController();
    const jobs = runIds.map((runId) => workOff(runId, signal, limits));
    await jobs[3];
    const [a, b, c, d] = made;
    if (!a || !b || !c || !d) throw new Error("four were made");
    expect(await probeNow(d)).toMatchObject({ latest: { verdict: "pass" }, running: null });
    expect(await probeNow(c)).toMatchObject({ latest: null, running: { runId: runIds[2] } });
    expect(hanging).toBeLessThanOrEqual(2);
    release();
    await Promise.all(jobs);
    for (const one of [a, b, c]) expect((await probeNow(one)).latest?.verdict).toBe("pass");
  });
});
