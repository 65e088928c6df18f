import { randomUUID } from "node:crypto";
import { demandStorable } from "@/lib/command/command";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import { type DeploymentContext, deploymentCommand } from "@/lib/deployment/command";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { editBlocker, runBlocker } from "@/lib/deployment/rules";
import { endRun } from "@/lib/probe/end-run";
import {
  bindProbeInput,
  recheckInput,
  runDueInput,
  runProbeInput,
  runProbesInput,
} from "@/lib/probe/inputs";
import { queued } from "@/lib/probe/queued";
import { dueProbes, probesToRecheck } from "@/lib/probe/rules";
import { parseSpecText } from "@/lib/probe/spec";

function probeOf({ state }: DeploymentContext<unknown>, id: string): ProbeState {
  const probe = own(state.probes, id);
  if (!probe || probe.removedAt) throw new AppError("not_found", reason("no_such_probe"));
  return probe;
}

/** Binds a probe to an item during the run: material, as a corrected text is. */
export const bindProbe = deploymentCommand({
  may: "probe.bind",
  input: bindProbeInput,
  run({ input, state }) {
    refuseIf(editBlocker(state));
    if (!own(state.items, input.itemKey)) throw new AppError("not_found", reason("no_such_item"));
    const read = parseSpecText(input.specText);
    if (!read.ok) {
      const first = read.issues[0];
      throw new AppError(
        "invalid",
        reason("probe_spec_invalid", { path: first?.path ?? "", message: first?.message ?? "" }),
      );
    }
    // YAML can spell what the text itself does not hold.
    demandStorable(read.spec);
    const probeId = randomUUID();
    return {
      result: { probeId },
      events: [
        {
          kind: "probe.bound",
          subject: { probe: probeId, item: input.itemKey },
          before: null,
          after: { spec: { ...read.spec }, material: true },
        },
      ],
    };
  },
});

/** A run that is under way ends with its probe. */
export const unbindProbe = deploymentCommand({
  may: "probe.bind",
  input: runProbeInput,
  async run(context) {
    refuseIf(editBlocker(context.state));
    const probe = probeOf(context, context.input.probeId);
    const ended = await endRun(context, probe);
    return {
      result: null,
      rows: ended.map(({ row }) => row),
      events: [
        ...ended.map(({ event }) => event),
        {
          kind: "probe.unbound",
          subject: { probe: probe.id, item: probe.itemKey },
          before: { spec: probe.spec },
          after: null,
        },
      ],
    };
  },
});

/** Queues a run and returns at once; the worker does it. A run that is under way is not doubled. */
export const queueProbe = deploymentCommand({
  may: "probe.run",
  input: runProbeInput,
  async run(context) {
    const { input, plan, state } = context;
    const probe = probeOf(context, input.probeId);
    refuseIf(runBlocker(plan, state, probe.itemKey));
    if (probe.running) return { result: { runId: probe.running.runId, already: true }, events: [] };
    const { runIds, events, rows } = await queued(context, [probe]);
    return { result: { runId: runIds[0] ?? "", already: false }, events, rows };
  },
});

/** The same for several, in one go; those that are under way already are left to it. Returns how many were queued. */
export const queueProbes = deploymentCommand({
  may: "probe.run",
  input: runProbesInput,
  async run(context) {
    const { input, plan, state } = context;
    const probes = [...new Set(input.probeIds)].map((id) => probeOf(context, id));
    for (const probe of probes) refuseIf(runBlocker(plan, state, probe.itemKey));
    const { runIds, events, rows } = await queued(
      context,
      probes.filter(({ running }) => !running),
    );
    return { result: { queued: runIds.length }, events, rows };
  },
});

/**
 * Queues every probe of the open part that was never run, is not a pass, or is too old. `askedForAlone`: how many
 * were left out because their kind (rate-limit, waf) is run by name only.
 */
export const runDueProbes = deploymentCommand({
  may: "probe.run",
  input: runDueInput,
  async run(context) {
    const { input, plan, state, now } = context;
    const { due, askedForAlone } = dueProbes(plan, state, input.stageKey, now);
    const { runIds, events, rows } = await queued(context, due);
    return { result: { queued: runIds.length, askedForAlone }, events, rows };
  },
});

/** The schedule's press of the button. Decided under the lock, so that two workers queue nothing twice. */
export const recheckProbes = deploymentCommand({
  may: "probe.run",
  input: recheckInput,
  async run(context) {
    const { plan, state, now, actor } = context;
    if (actor.kind !== "system") throw new AppError("forbidden", reason("worker_records"));
    const { runIds, events, rows } = await queued(context, probesToRecheck(plan, state, now));
    return { result: { queued: runIds.length }, events, rows };
  },
});

/** Stops the run of a probe; it ends inconclusive, and the log says by whom. Nothing to stop: nothing happens. */
export const cancelRun = deploymentCommand({
  may: "probe.run",
  input: runProbeInput,
  async run(context) {
    const ended = await endRun(context, probeOf(context, context.input.probeId));
    return {
      result: { cancelled: ended.length > 0 },
      events: ended.map(({ event }) => event),
      rows: ended.map(({ row }) => row),
    };
  },
});
