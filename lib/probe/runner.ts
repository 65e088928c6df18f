import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { readState } from "@/lib/deployment/queries";
import { valuesOf } from "@/lib/deployment/values";
import { recordVerdict } from "@/lib/probe/commands";
import { runProbe } from "@/lib/probe/run-probe";

const caller = system("probe");

type Claimed = {
  id: string;
  deploymentId: string;
  probeId: string;
  spec: unknown;
  startedAt: Date;
};

/** Takes a queued run, once: whoever comes second gets null. */
async function claim(runId: string): Promise<Claimed | null> {
  const [run] = await query<Claimed>(
    `update "ProbeRun" set status = 'running', "startedAt" = date_trunc('milliseconds', clock_timestamp())
     where id = $1 and status = 'queued' returning id, "deploymentId", "probeId", spec, "startedAt"`,
    [runId],
  );
  return run ?? null;
}

async function allowedBy(environmentId: string): Promise<string[]> {
  const [row] = await query<{ allow: string[] }>(`select allow from "Environment" where id = $1`, [
    environmentId,
  ]);
  return row?.allow ?? [];
}

/** Does one queued run: out through the guard, outside any transaction, then one command. */
export async function performRun(runId: string, signal: AbortSignal): Promise<void> {
  const run = await claim(runId);
  if (!run) return;
  const state = await readState(run.deploymentId);
  const result = await runProbe({
    spec: run.spec,
    allow: await allowedBy(state.environment.id),
    values: valuesOf(state),
    signal,
    now: new Date(),
  });
  await recordVerdict(caller, {
    deploymentId: run.deploymentId,
    probeId: run.probeId,
    runId: run.id,
    startedAt: run.startedAt.toISOString(),
    result,
  });
}

/** Longer than any probe may take: a run that started before has lost its worker. */
const lostAfterSeconds = 120;

/** Ends runs whose worker was lost: inconclusive, and says so. */
export async function endLostRuns(): Promise<void> {
  const lost = await query<Lost>(
    `select id, "deploymentId", "probeId", coalesce("startedAt", "queuedAt") as since from "ProbeRun"
     where status <> 'finished' and coalesce("startedAt", "queuedAt") < now() - make_interval(secs => $1) limit 100`,
    [lostAfterSeconds],
  );
  for (const run of lost) {
    // One that cannot be ended is told, and does not keep the others from their end.
    await endLost(run).catch((error: Error) => console.error(`lost run ${run.id}:`, error.message));
  }
}

type Lost = { id: string; deploymentId: string; probeId: string; since: Date };

async function endLost({ id: runId, deploymentId, probeId, since }: Lost): Promise<void> {
  const startedAt = since.toISOString();
  await recordVerdict(caller, { deploymentId, probeId, runId, startedAt, result: null });
  await query(`update "ProbeRun" set status = 'finished' where id = $1`, [runId]);
}
