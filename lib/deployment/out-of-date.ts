import { type Reason, reason } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import type { ProbeState, RunSummary } from "@/lib/deployment/probe-state";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";

/** Names of a run's variables that stand for something else in `values` than when it measured; none: the same target. */
export function movedSince(
  values: Readonly<Record<string, string>>,
  run: Pick<RunSummary, "filled"> | null,
): string[] {
  return Object.entries(run?.filled ?? {}).flatMap(([name, then]) =>
    (own(values, name) ?? "") === then ? [] : name,
  );
}

/** Whether what a probe says was measured against another target than today's: version, environment or variables moved. */
export function outOfDate(state: DeploymentState, { latest }: Pick<ProbeState, "latest">): boolean {
  return latest?.counts === true && movedSince(valuesOf(state), latest).length > 0;
}

/**
 * Probes of these units whose out-of-date verdict stands behind a tick. What was waived or does not apply leans on no
 * run; what is open, blocked or failed holds by itself.
 */
export function outOfDateIn(state: DeploymentState, units: readonly Unit[]): ProbeState[] {
  const keys = new Set(units.flatMap((unit) => unit.itemKeys));
  return Object.values(state.probes).filter(
    (probe) =>
      probe.removedAt === null &&
      keys.has(probe.itemKey) &&
      state.items[probe.itemKey]?.state === "done" &&
      outOfDate(state, probe),
  );
}

/** Why these units may not be signed or closed as a success: a tick whose probe measured something else. */
export function outOfDateBlocker(
  plan: Plan,
  state: DeploymentState,
  units: readonly Unit[],
): Reason | null {
  const keys = [...new Set(outOfDateIn(state, units).map(({ itemKey }) => itemKey))];
  const [first] = keys;
  if (first === undefined) return null;
  const label = plan.items[first]?.label ?? first;
  return reason("probes_out_of_date", { label, more: keys.length - 1 });
}
