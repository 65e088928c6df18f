import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { overBlocker } from "@/lib/deployment/opening";
import { readState } from "@/lib/deployment/queries";
import type { DeploymentState } from "@/lib/deployment/state";
import { valuesOf } from "@/lib/deployment/values";
import { cancelRun, recheckProbes, recordVerdict } from "@/lib/probe/commands";
import { hold } from "@/lib/probe/held-runs";
import {
  close,
  giveBack,
  type Limits,
  pause,
  requeueLost,
  type Taken,
  take,
  takeLostForGood,
  wake,
  wakeQueued,
} from "@/lib/probe/places";
import { progressOf } from "@/lib/probe/progress";
import { tellProgress } from "@/lib/probe/progress-hints";
import { missedRounds, settledResult, withRound } from "@/lib/probe/round-log";
import { runProbe } from "@/lib/probe/run-probe";
import type { ProbeResult, Round } from "@/lib/probe/schema";
import { readStability, type Stability } from "@/lib/probe/stability";

const caller = system("probe");

async function allowedBy(environmentId: string): Promise<string[]> {
  const [row] = await query<{ allow: string[] }>(`select allow from "Environment" where id = $1`, [
    environmentId,
  ]);
  return row?.allow ?? [];
}

/** Out through the guard, outside any transaction. */
async function measure(
  { spec }: Taken,
  state: DeploymentState,
  signal: AbortSignal,
): Promise<ProbeResult> {
  return runProbe({
    spec,
    allow: await allowedBy(state.environment.id),
    values: valuesOf(state),
    signal,
    now: new Date(),
  });
}

/** One command; what it does not take is not waited for by anybody. */
async function record(
  run: Pick<Taken, "id" | "deploymentId" | "probeId" | "startedAt" | "lease">,
  result: ProbeResult | null,
): Promise<void> {
  const { id: runId, deploymentId, probeId, lease } = run;
  const startedAt = run.startedAt.toISOString();
  const ids = { deploymentId, probeId, runId, lease };
  const { events } = await recordVerdict(caller, { ...ids, startedAt, result });
  if (events.length === 0) await close(run);
}

/** How a taking of a run ends: with a verdict, or with the measurements so far. */
type Outcome = { result: ProbeResult } | { rounds: Round[]; dueAt: Date };

async function nextRound(
  run: Taken,
  stability: Stability,
  state: DeploymentState,
  signal: AbortSignal,
): Promise<Outcome> {
  const missed = missedRounds(stability, run.rounds, run.dueAt, run.takenAt);
  const before = [...run.rounds, ...missed];
  const settled = settledResult(stability, before);
  if (settled) return { result: settled };
  const rounds = withRound(before, await measure(run, state, signal));
  const result = settledResult(stability, rounds);
  if (result) return { result };
  const { everyMs } = stability;
  return { rounds, dueAt: new Date(run.dueAt.getTime() + (missed.length + 1) * everyMs) };
}

function stabilityOf({ spec }: Taken): Stability | null {
  const text: unknown = typeof spec === "object" && spec ? Reflect.get(spec, "for") : null;
  return typeof text === "string" ? readStability(text) : null;
}

async function betweenRounds(run: Taken, { rounds, dueAt }: { rounds: Round[]; dueAt: Date }) {
  const at = await pause(run, rounds, dueAt);
  if (!at) return;
  const verdicts = rounds.map(({ verdict }) => verdict);
  const { id: runId, probeId } = run;
  const spec: unknown = Reflect.get(Object(run.spec), "for");
  const row = { probeId, runId, for: String(spec), verdicts, dueAt: at };
  const progress = progressOf(row);
  if (progress) tellProgress(run.deploymentId, progress);
  // The job in the queue is found at its next look; this makes it punctual, and may be lost with this process.
  const timer = setTimeout(
    () => wake(runId).catch((error: Error) => console.error(`run ${runId}:`, error.message)),
    at.getTime() - Date.now(),
  );
  timer.unref();
}

/** Does what was taken. `stopping`: this worker ends; what is not finished is given back. */
async function perform(run: Taken, stopping: AbortSignal): Promise<void> {
  const held = hold(run);
  const signal = AbortSignal.any([stopping, held.signal]);
  try {
    const state = await readState(run.deploymentId);
    if (run.rounds.length > 0 && overBlocker(state)) {
      const { deploymentId, probeId } = run;
      await cancelRun(caller, { deploymentId, probeId });
      return await close(run);
    }
    const stability = stabilityOf(run);
    const outcome = stability
      ? await nextRound(run, stability, state, signal)
      : { result: await measure(run, state, signal) };
    // Whoever ended it has recorded that, or another worker has it by now.
    if (held.signal.aborted) return;
    if (stopping.aborted) return await giveBack(run);
    if ("result" in outcome) await record(run, outcome.result);
    else await betweenRounds(run, outcome);
  } finally {
    held.release();
  }
}

/** Does one queued run, or its next measurement, if it may start now. */
export async function performRun(
  runId: string,
  stopping: AbortSignal,
  limits?: Limits,
): Promise<void> {
  const run = await take(runId, limits);
  if (run) await perform(run, stopping);
}

/**
 * Does one run, then whatever else may start, until nothing may: who gives a place back looks who waits for it, so
 * that no run waits for the next look of the queue.
 */
export async function workOff(
  runId: string,
  stopping: AbortSignal,
  limits?: Limits,
): Promise<void> {
  let run = await take(runId, limits);
  while (run) {
    await perform(run, stopping);
    run = stopping.aborted ? null : await take(null, limits);
  }
}

/** What a worker does now and then: runs that lost their worker or their job go on, or end and say so. */
export async function rescueRuns(): Promise<void> {
  await requeueLost();
  for (const run of await takeLostForGood()) {
    // One that cannot be ended is told, and does not keep the others from their end.
    await record(run, null).catch((error: Error) =>
      console.error(`lost run ${run.id}:`, error.message),
    );
  }
  await wakeQueued();
}

/** Queues what `recheck:` asks for, on every deployment in flight. */
export async function recheckAll(): Promise<void> {
  const deployments = await query<{ id: string }>(
    `select d.id from "Deployment" d where d.status in ('planned', 'in_flight') and exists (
       select 1 from "Probe" p where p."deploymentId" = d.id and p."removedAt" is null
         and p.running is null and p.latest is not null and p.spec ? 'recheck')`,
  );
  for (const { id: deploymentId } of deployments) {
    await recheckProbes(system("schedule"), { deploymentId }).catch((error: Error) =>
      console.error(`checking deployment ${deploymentId} again:`, error.message),
    );
  }
}
