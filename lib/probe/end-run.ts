import type { RowChange } from "@/lib/command/rows";
import type { DeploymentContext } from "@/lib/deployment/command";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import type { ProbeState, RunSummary } from "@/lib/deployment/probe-state";
import { canonical, sha256 } from "@/lib/log/event";
import { hintChannel } from "@/lib/log/listen";
import { cancelHint } from "@/lib/probe/cancel-hint";
import { endedRow } from "@/lib/probe/recorded";
import { endedRounds } from "@/lib/probe/round-log";
import { type Round, roundsSchema } from "@/lib/probe/schema";

/** A run that ends before it has a verdict: what it measured so far is kept, and proves nothing. */
function cancelled(
  context: DeploymentContext<unknown>,
  probe: ProbeState,
  running: NonNullable<ProbeState["running"]>,
  soFar: { startedAt: Date | null; rounds: Round[] },
): { event: NewDeploymentEvent; row: RowChange } {
  const { actor, now } = context;
  const at = now.toISOString();
  const result = soFar.rounds.length > 0 ? endedRounds("cancelled", soFar.rounds, now) : null;
  const summary: RunSummary = {
    runId: running.runId,
    verdict: "inconclusive",
    reason: { code: "cancelled", params: {} },
    figures: [],
    startedAt: soFar.startedAt?.toISOString() ?? at,
    finishedAt: at,
    counts: false,
    specHash: result?.evidence.specHash ?? null,
  };
  const event: NewDeploymentEvent = {
    kind: "probe.cancelled",
    subject: { probe: probe.id, item: probe.itemKey, run: running.runId },
    before: { verdict: probe.latest?.counts ? probe.latest.verdict : null },
    after: { ...summary, evidenceHash: sha256(canonical(result)) },
  };
  const by = actor.kind === "person" ? actor.id : null;
  return { event, row: endedRow(summary, result, by) };
}

/** Ends a run, wherever it is: in the queue, between two measurements, or in a worker, which hears of it. */
export async function endRun(context: DeploymentContext<unknown>, probe: ProbeState) {
  const { tx } = context;
  const { running } = probe;
  if (!running) return [];
  const [row] = await tx.query<{ startedAt: Date | null; rounds: unknown }>(
    `select "startedAt", rounds, pg_notify($2, $3)::text from "ProbeRun" where id = $1 for update`,
    [running.runId, hintChannel, cancelHint(running.runId)],
  );
  const rounds = roundsSchema.parse(row?.rounds ?? []);
  return [cancelled(context, probe, running, { startedAt: row?.startedAt ?? null, rounds })];
}
