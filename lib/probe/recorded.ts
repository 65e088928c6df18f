import type { z } from "zod";
import type { RowChange } from "@/lib/command/rows";
import { reason } from "@/lib/core/errors";
import type { DeploymentContext, DeploymentDecision } from "@/lib/deployment/command";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import type { ItemState } from "@/lib/deployment/item-state";
import { rollbackRunning } from "@/lib/deployment/opening";
import { movedSince, outOfDate } from "@/lib/deployment/out-of-date";
import type { ProbeState, RunSummary } from "@/lib/deployment/probe-state";
import { notPassing, probesOf, runBlocker, settleBlocker } from "@/lib/deployment/rules";
import { valuesOf } from "@/lib/deployment/values";
import { canonical, sha256 } from "@/lib/log/event";
import { figuresWithBounds } from "@/lib/probe/figures-with-bounds";
import type { recordVerdictInput } from "@/lib/probe/inputs";
import { finishedAt } from "@/lib/probe/round-log";
import type { ProbeResult } from "@/lib/probe/schema";

type Context = DeploymentContext<z.infer<typeof recordVerdictInput>>;

/**
 * A run counts when the part of the document that its item stands in was open when it started, and when it measured
 * what is to be measured today: the deployment may have got another target meanwhile.
 */
function countsFor(context: Context, probe: ProbeState): boolean {
  const { plan, state, input } = context;
  if (movedSince(valuesOf(state), input).length > 0) return false;
  const unit = plan.unitByKey[plan.items[probe.itemKey]?.unitKey ?? ""];
  if (!unit || runBlocker(plan, state, probe.itemKey)) return false;
  if (unit.kind === "rollback" && !rollbackRunning(state)) return false;
  if (unit.kind === "other") return true;
  const opened = state.opened[unit.key];
  return opened !== undefined && Date.parse(opened.at) <= Date.parse(input.startedAt);
}

/** What measured nothing takes nobody's place: a pass only ages (rule 5), and what our side lost says nothing. */
function takesPlace({ latest }: ProbeState, result: ProbeResult | null): boolean {
  if (!latest?.counts) return true;
  if (result === null) return false;
  return result.verdict !== "inconclusive" || latest.verdict !== "pass";
}

function summaryOf(context: Context, probe: ProbeState): RunSummary {
  const { input, now } = context;
  const { result } = input;
  return {
    runId: input.runId,
    verdict: result?.verdict ?? "inconclusive",
    reason: result?.reason ?? reason("worker-lost"),
    figures: result ? figuresWithBounds(result) : [],
    startedAt: input.startedAt,
    finishedAt: (result && finishedAt(result)) ?? now.toISOString(),
    counts: countsFor(context, probe) && takesPlace(probe, result),
    specHash: result?.evidence.specHash ?? null,
    ...(input.filled ? { filled: input.filled } : {}),
  };
}

function byProbe(item: ItemState, state: "done" | "failed", runIds: string[]): NewDeploymentEvent {
  return {
    kind: "item.changed",
    subject: { item: item.key },
    before: { state: item.state, reason: item.reason, version: item.version },
    after: {
      state,
      reason: null,
      version: item.version + 1,
      cause: "probe",
      early: false,
      override: null,
      runIds,
    },
  };
}

/**
 * What a counted verdict does to its item (rule 4): all probes pass → ticked, from todo or from a failure that a
 * probe caused, where a person could tick it now; a change to fail → failed, from todo or done.
 */
function itemChange(
  context: Context,
  probe: ProbeState,
  latest: RunSummary,
): NewDeploymentEvent | null {
  const { plan, state } = context;
  const item = state.items[probe.itemKey];
  if (!item || !latest.counts || probe.removedAt) return null;
  const known = probe.latest?.counts && !outOfDate(state, probe);
  const before = known ? probe.latest?.verdict : null;
  if (latest.verdict === "fail") {
    const turns = before !== "fail" && (item.state === "todo" || item.state === "done");
    return turns ? byProbe(item, "failed", [latest.runId]) : null;
  }
  const waits = item.state === "todo" || (item.state === "failed" && item.cause === "probe");
  if (latest.verdict !== "pass" || !waits) return null;
  const after = { ...state, probes: { ...state.probes, [probe.id]: { ...probe, latest } } };
  if (notPassing(after, item.key).length > 0) return null;
  const ask = { itemKey: item.key, to: "done" as const, reason: null, mayWaive: false };
  if (settleBlocker(plan, after, ask)) return null;
  return byProbe(
    item,
    "done",
    probesOf(after, item.key).flatMap((other) => other.latest?.runId ?? []),
  );
}

export function recorded(context: Context, probe: ProbeState): DeploymentDecision<null> {
  const { input } = context;
  const latest = summaryOf(context, probe);
  const { result } = input;
  const event: NewDeploymentEvent = {
    kind: "probe.recorded",
    subject: { probe: probe.id, item: probe.itemKey, run: input.runId },
    before: { verdict: probe.latest?.counts ? probe.latest.verdict : null },
    after: { ...latest, evidenceHash: sha256(canonical(result)) },
  };
  const change = itemChange(context, probe, latest);
  return {
    result: null,
    events: change ? [event, change] : [event],
    rows: [endedRow(latest, result, null)],
  };
}

/** What a run's row keeps when it has ended, in whatever way. */
export function endedRow(
  { runId, verdict, startedAt, finishedAt }: RunSummary,
  result: ProbeResult | null,
  cancelledBy: string | null,
): RowChange {
  const row = {
    ...{ id: runId, status: "finished", verdict, result, startedAt, finishedAt, cancelledBy },
    ...{ lease: null, rounds: null },
  };
  return { table: "ProbeRun", rows: [row], partial: true };
}
