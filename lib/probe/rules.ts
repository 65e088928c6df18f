import { type Reason, reason } from "@/lib/core/errors";
import { isOpen, overBlocker, rollbackRunning } from "@/lib/deployment/opening";
import { outOfDate } from "@/lib/deployment/out-of-date";
import { maxAgeMs } from "@/lib/deployment/policy";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { runBlocker } from "@/lib/deployment/rules";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { readSpanMs } from "@/lib/probe/stability";

/** These burst or provoke: they run when somebody asks for them by name, never among others. */
const askedForAlone: ReadonlySet<unknown> = new Set(["rate-limit", "waf"]);

/** Probes of one stage, or (null) of all. */
export function probesIn(
  plan: Plan,
  state: DeploymentState,
  stageKey: string | null,
): ProbeState[] {
  return Object.values(state.probes).filter((probe) => {
    const unit = plan.unitByKey[plan.items[probe.itemKey]?.unitKey ?? ""];
    return unit && !probe.removedAt && (stageKey === null || unit.stageKey === stageKey);
  });
}

/** Those of the open part that may be run now and are not under way. */
function idleProbes(plan: Plan, state: DeploymentState, stageKey: string | null): ProbeState[] {
  return probesIn(plan, state, stageKey).filter((probe) => {
    const unit = plan.unitByKey[plan.items[probe.itemKey]?.unitKey ?? ""];
    if (!unit || probe.running) return false;
    if (unit.kind === "rollback" && !rollbackRunning(state)) return false;
    return isOpen(state, unit) && runBlocker(plan, state, probe.itemKey) === null;
  });
}

/** Whether what is known of a probe would not do for a signature: never run, not a pass, too old, or of another target. */
function isDue(plan: Plan, state: DeploymentState, probe: ProbeState, now: Date): boolean {
  const { latest, recent } = probe;
  if (!latest?.counts || latest.verdict !== "pass" || recent[0]?.verdict !== "pass") return true;
  const ageMs = now.getTime() - Date.parse(latest.finishedAt);
  return ageMs > maxAgeMs(state, plan, probe.itemKey) || outOfDate(state, probe);
}

/** What "run all due" runs. `askedForAlone`: how many are due but run only by name. */
export function dueProbes(
  plan: Plan,
  state: DeploymentState,
  stageKey: string | null,
  now: Date,
): { due: ProbeState[]; askedForAlone: number } {
  const due = idleProbes(plan, state, stageKey).filter((probe) => isDue(plan, state, probe, now));
  const together = due.filter(({ spec }) => !askedForAlone.has(spec.kind));
  return { due: together, askedForAlone: due.length - together.length };
}

/** Why "run all due" has nothing to run here; null: it has. */
export function dueBlocker(
  plan: Plan,
  state: DeploymentState,
  stageKey: string | null,
  now: Date,
): Reason | null {
  const { due, askedForAlone } = dueProbes(plan, state, stageKey, now);
  if (due.length > 0) return null;
  const running = probesIn(plan, state, stageKey).filter((probe) => probe.running).length;
  if (running > 0) return reason("probes_running", { n: running });
  if (askedForAlone > 0) return reason("probes_by_name", { n: askedForAlone });
  if (idleProbes(plan, state, stageKey).length > 0) return reason("probes_fresh");
  return overBlocker(state) ?? reason("probes_wait");
}

/** The schedule is looked at every minute: what is due within half of one is due. */
const toleranceMs = 30_000;

/** Probes with `recheck:` whose time has come. One that never ran has not been begun by anybody; sealing ends all. */
export function probesToRecheck(plan: Plan, state: DeploymentState, now: Date): ProbeState[] {
  if (overBlocker(state)) return [];
  return idleProbes(plan, state, null).filter(({ spec, recent }) => {
    const everyMs = typeof spec.recheck === "string" ? readSpanMs(spec.recheck) : null;
    const last = recent[0];
    if (everyMs === null || !last) return false;
    return now.getTime() - Date.parse(last.finishedAt) >= everyMs - toleranceMs;
  });
}
