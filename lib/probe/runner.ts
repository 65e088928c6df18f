import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { readState } from "@/lib/deployment/queries";
import { runBlocker } from "@/lib/deployment/rules";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";
import { cancelRun } from "@/lib/probe/commands";
import { filledWith } from "@/lib/probe/filled-with";
import { hold } from "@/lib/probe/held-runs";
import { type Outcome, outcomeOf, stabilityOf } from "@/lib/probe/next-round";
import { close, giveBack, type Limits, pause, type Taken, take, wake } from "@/lib/probe/places";
import { progressOf } from "@/lib/probe/progress";
import { tellProgress } from "@/lib/probe/progress-hints";
import { type ProbeOrder, runProbe } from "@/lib/probe/run-probe";
import type { ProbeResult } from "@/lib/probe/schema";
import { environmentSecrets } from "@/lib/probe/secret-source";
import type { Stability } from "@/lib/probe/stability";
import { recordVerdict } from "@/lib/probe/verdict-commands";
import { documentOf } from "@/lib/template/documents";

const caller = system("probe");

type Place = {
  allow: string[];
  ports: number[];
  project: string;
  environment: string;
  others: string[];
};

/** What the environment opens, and where its secrets are. */
async function placeOf(
  environmentId: string,
): Promise<Pick<ProbeOrder, "allow" | "ports" | "secrets">> {
  const [place] = await query<Place>(
    `select e.allow, e.ports, p.slug as project, e.name as environment, array(select o.name from "Environment" o
       where o."projectId" = e."projectId" and o.id <> e.id) as others
     from "Environment" e join "Project" p on p.id = e."projectId" where e.id = $1`,
    [environmentId],
  );
  if (!place) return { allow: [] };
  return { allow: place.allow, ports: place.ports, secrets: environmentSecrets(place) };
}

/** Out through the guard, outside any transaction. */
async function measure(
  { spec }: Taken,
  state: DeploymentState,
  signal: AbortSignal,
): Promise<ProbeResult> {
  return runProbe({
    spec,
    ...(await placeOf(state.environment.id)),
    values: valuesOf(state),
    signal,
    now: new Date(),
  });
}

/**
 * Ends a run with one command. What that does not take, nobody waits for. `result` null: its worker was lost.
 * `filled`: what the variables stood for where it was measured.
 */
export async function record(
  run: Pick<Taken, "id" | "deploymentId" | "probeId" | "startedAt" | "lease">,
  result: ProbeResult | null,
  filled?: Record<string, string>,
): Promise<void> {
  const { id: runId, deploymentId, probeId, lease } = run;
  const startedAt = run.startedAt.toISOString();
  const ids = { deploymentId, probeId, runId, lease };
  const { events } = await recordVerdict(caller, { ...ids, startedAt, result, filled });
  if (events.length === 0) await close(run);
}

/** The job in the queue is found at its next look; this makes it punctual, and may be lost with this process. */
function wakeAt(runId: string, at: Date): void {
  const onTime = () =>
    wake(runId).catch((error: Error) => console.error(`run ${runId}:`, error.message));
  setTimeout(onTime, at.getTime() - Date.now()).unref();
}

type Unsettled = Extract<Outcome, { dueAt: Date }>;

async function waitForNext(
  run: Taken,
  stability: Stability,
  { rounds, dueAt }: Unsettled,
): Promise<void> {
  const nextAt = await pause(run, rounds, dueAt);
  if (!nextAt) return;
  wakeAt(run.id, nextAt);
  const verdicts = rounds.map(({ verdict }) => verdict);
  const begun = { probeId: run.probeId, runId: run.id, verdicts };
  tellProgress(run.deploymentId, progressOf(begun, stability, nextAt));
}

/** Sealing ends what goes on for long. */
async function isOver(state: DeploymentState, itemKey: string): Promise<boolean> {
  const plan = planOf(await documentOf(state.template.versionId), state);
  return runBlocker(plan, state, itemKey) !== null;
}

/** Does what was taken. `stopping`: this worker ends; what is not finished is given back. */
async function perform(run: Taken, stopping: AbortSignal): Promise<void> {
  const held = hold(run);
  const signal = AbortSignal.any([stopping, held.signal]);
  try {
    const state = await readState(run.deploymentId);
    const probe = state.probes[run.probeId];
    if (probe?.running?.runId !== run.id) return await close(run);
    if (run.rounds.length > 0 && (await isOver(state, probe.itemKey))) {
      await cancelRun(caller, { deploymentId: run.deploymentId, probeId: run.probeId });
      return;
    }
    const stability = stabilityOf(run.spec);
    const filled = filledWith(run.spec, valuesOf(state));
    const outcome = await outcomeOf(run, stability, filled, () => measure(run, state, signal));
    // Whoever ended it has recorded that, or another worker has it by now.
    if (held.signal.aborted) return;
    if (stopping.aborted) await giveBack(run);
    else if ("result" in outcome) await record(run, outcome.result, filled);
    else if (stability) await waitForNext(run, stability, outcome);
  } finally {
    held.release();
  }
}

/**
 * Does this run, or its next measurement, if it may start now; then whatever else may start, until nothing may:
 * who gives a place back looks who waits for one, so that no run waits for the queue's next look.
 */
export async function workOff(
  runId: string,
  stopping: AbortSignal,
  limits?: Limits,
): Promise<void> {
  let run = stopping.aborted ? null : await take(runId, limits);
  while (run) {
    await perform(run, stopping);
    run = stopping.aborted ? null : await take(null, limits);
  }
}
