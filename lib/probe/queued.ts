import { randomUUID } from "node:crypto";
import type { RowChange } from "@/lib/command/rows";
import type { DeploymentContext } from "@/lib/deployment/command";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { valuesOf } from "@/lib/deployment/values";
import { addRunJobs } from "@/lib/probe/run-jobs";
import { targetHost } from "@/lib/probe/target-host";

type Queued = { runIds: string[]; events: NewDeploymentEvent[]; rows: RowChange[] };

/** A run of each of these probes: its event, its row, and the job that wakes a worker once this is committed. */
export async function queued(
  context: DeploymentContext<{ deploymentId: string }>,
  probes: readonly ProbeState[],
): Promise<Queued> {
  if (probes.length === 0) return { runIds: [], events: [], rows: [] };
  const { actor, input, now, state, tx } = context;
  const runs = probes.map((probe) => ({ id: randomUUID(), probe }));
  const runIds = runs.map(({ id }) => id);
  await tx.query(addRunJobs, [runIds]);
  const values = valuesOf(state);
  const rows = runs.map(({ id, probe }) => ({
    id,
    deploymentId: input.deploymentId,
    probeId: probe.id,
    itemKey: probe.itemKey,
    status: "queued",
    spec: probe.spec,
    host: targetHost(probe.spec, values),
    requestedBy: actor.kind === "person" ? actor.id : null,
    queuedAt: now.toISOString(),
  }));
  const events = runs.map(
    ({ id, probe }): NewDeploymentEvent => ({
      kind: "probe.queued",
      subject: { probe: probe.id, item: probe.itemKey, run: id },
      before: null,
      after: null,
    }),
  );
  return { runIds, events, rows: [{ table: "ProbeRun", rows }] };
}
