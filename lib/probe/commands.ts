import { randomUUID } from "node:crypto";
import { demandStorable } from "@/lib/command/command";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import { type DeploymentContext, deploymentCommand } from "@/lib/deployment/command";
import { editBlocker, runBlocker } from "@/lib/deployment/rules";
import type { ProbeState } from "@/lib/deployment/state";
import { bindProbeInput, recordVerdictInput, runProbeInput } from "@/lib/probe/inputs";
import { recorded, runRow } from "@/lib/probe/recorded";
import { parseSpecText } from "@/lib/probe/spec";

/** Name of the worker's task; its payload is `{ runId }`. */
export const probeTask = "probe.run";

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

export const unbindProbe = deploymentCommand({
  may: "probe.bind",
  input: runProbeInput,
  run(context) {
    refuseIf(editBlocker(context.state));
    const probe = probeOf(context, context.input.probeId);
    return {
      result: null,
      events: [
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
    const { input, plan, state, actor, now, tx } = context;
    const probe = probeOf(context, input.probeId);
    refuseIf(runBlocker(plan, state, probe.itemKey));
    if (probe.running) return { result: { runId: probe.running.runId, already: true }, events: [] };
    const runId = randomUUID();
    await tx.query(
      "select graphile_worker.add_job($1, json_build_object('runId', $2::text), max_attempts := 1, job_key := 'probe:' || $2::text)",
      [probeTask, runId],
    );
    const requestedBy = actor.kind === "person" ? actor.id : null;
    const row = runRow(context.input.deploymentId, probe, runId, requestedBy, now);
    return {
      result: { runId, already: false },
      events: [
        {
          kind: "probe.queued",
          subject: { probe: probe.id, item: probe.itemKey, run: runId },
          before: null,
          after: null,
        },
      ],
      rows: [{ table: "ProbeRun", rows: [row] }],
    };
  },
});

/**
 * The one way in for a verdict, for the worker alone: records the run and lets it tick or fail the item by the
 * same rules as a person (rule 4).
 */
export const recordVerdict = deploymentCommand({
  may: "probe.run",
  input: recordVerdictInput,
  run(context) {
    const { actor, input, state } = context;
    if (actor.kind !== "system") throw new AppError("forbidden", reason("worker_records"));
    const probe = state.probes[input.probeId];
    if (!probe || probe.running?.runId !== input.runId) {
      return { result: null, events: [] };
    }
    return recorded(context, probe);
  },
});
