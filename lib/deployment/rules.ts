import { type Reason, reason } from "@/lib/core/errors";
import { type ItemStateName, isSettled, type Override } from "@/lib/deployment/item-state";
import { isOpen, overBlocker, rollbackRunning } from "@/lib/deployment/opening";
import { outOfDate } from "@/lib/deployment/out-of-date";
import type { ProbeState } from "@/lib/deployment/probe-state";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, PlanItem, Unit } from "@/lib/deployment/units";

export type Settle = {
  itemKey: string;
  to: ItemStateName;
  reason: string | null;
  /** Whether the one who asks may waive. */
  mayWaive: boolean;
};

export function probesOf({ probes }: DeploymentState, itemKey: string): ProbeState[] {
  let byItem = bound.get(probes);
  if (!byItem) {
    const there = Object.values(probes).filter(({ removedAt }) => removedAt === null);
    byItem = Map.groupBy(there, (probe) => probe.itemKey);
    bound.set(probes, byItem);
  }
  return byItem.get(itemKey) ?? [];
}

/** By item; made once for each state's probes, which never change in place. */
const bound = new WeakMap<DeploymentState["probes"], Map<string, ProbeState[]>>();

/** Probes whose last counted run is not a pass; `verdict` null: today's target was never measured. */
export function notPassing(state: DeploymentState, itemKey: string): Override["probes"] {
  return probesOf(state, itemKey).flatMap((probe) => {
    const known = probe.latest?.counts && !outOfDate(state, probe);
    const verdict = known ? (probe.latest?.verdict ?? null) : null;
    return verdict === "pass" ? [] : [{ probeId: probe.id, verdict }];
  });
}

/** May be settled before its stage opens, and is marked so (rule 1). */
function mayBeEarly(state: DeploymentState, unit: Unit, item: PlanItem): boolean {
  const kind = unit.kind === "prepare" || unit.kind === "go-live";
  return kind && item.command === null && probesOf(state, item.key).length === 0;
}

/** Settled now, an item of a unit that is not open yet counts as early. */
export function isEarly(plan: Plan, state: DeploymentState, itemKey: string): boolean {
  const unit = plan.unitByKey[plan.items[itemKey]?.unitKey ?? ""];
  return unit !== undefined && !isOpen(state, unit);
}

function placeBlocker(
  plan: Plan,
  state: DeploymentState,
  unit: Unit,
  item: PlanItem,
): Reason | null {
  if (unit.kind === "rollback") return rollbackBlocker(plan, state, unit, item);
  const listed = item.ordered && state.policy?.listsInOrder === true;
  const before = listed ? firstOpenBefore(plan, state, sameList(plan, unit, item), item) : null;
  if (before) return reason("list_order", { label: before.label });
  if (isOpen(state, unit)) return null;
  if (unit.kind === "follow-up") return reason("follow_up_at_go_live");
  if (mayBeEarly(state, unit, item)) return null;
  return reason("stage_locked", { stage: unit.title });
}

function isInside(plan: Plan, item: PlanItem, key: string): boolean {
  for (let at: PlanItem | undefined = item; at?.parentKey; at = plan.items[at.parentKey]) {
    if (at.parentKey === key) return true;
  }
  return false;
}

function rollbackBlocker(
  plan: Plan,
  state: DeploymentState,
  unit: Unit,
  item: PlanItem,
): Reason | null {
  if (!rollbackRunning(state)) return reason("rollback_not_running");
  const before = firstOpenBefore(plan, state, unit.itemKeys, item);
  return before ? reason("rollback_order", { label: before.label }) : null;
}

/** The first of these items that has to be settled before this one and is not. */
function firstOpenBefore(
  plan: Plan,
  state: DeploymentState,
  itemKeys: readonly string[],
  item: PlanItem,
): PlanItem | null {
  for (const key of itemKeys) {
    if (key === item.key) return null;
    const before = plan.items[key];
    // A parent is settled after its children, at whatever depth.
    if (!before || isInside(plan, item, key)) continue;
    if (before.required && !isSettled(state.items[key]?.state ?? "todo")) return before;
  }
  return null;
}

/** The numbered items beside this one: of its section, under the same parent. */
const sameList = (plan: Plan, unit: Unit, item: PlanItem): string[] =>
  unit.itemKeys.filter((key) => {
    const other = plan.items[key];
    const beside = other?.sectionKey === item.sectionKey && other.parentKey === item.parentKey;
    return beside && other.ordered;
  });

function openChildren(state: DeploymentState, item: PlanItem): number {
  return item.childKeys.filter((key) => !isSettled(state.items[key]?.state ?? "todo")).length;
}

/** "(if applicable)" items need no reason to say that they do not apply. */
export function needsReason(
  state: DeploymentState,
  item: PlanItem,
  to: ItemStateName,
): Reason | null {
  if (to === "not_applicable" && !item.required) return null;
  if (to === "not_applicable" || to === "waived" || to === "blocked" || to === "failed") {
    return reason("reason_needed", { state: to });
  }
  if (to === "done") {
    const [first] = notPassing(state, item.key);
    const probe = first && state.probes[first.probeId];
    const unknown = probe && outOfDate(state, probe) ? "out_of_date" : "not_run";
    if (first) return reason("verdict_needs_reason", { verdict: first.verdict ?? unknown });
  }
  return null;
}

/** Sealing ends everything but the follow-ups (rule 10). */
function overFor(state: DeploymentState, unit: Unit): Reason | null {
  const stillMoves = unit.kind === "follow-up" && state.closedAt && !state.cancelled;
  return stillMoves ? null : overBlocker(state);
}

/** Whether a probe of this item may be run; of one in a stage that is not open it counts for nothing. */
export function runBlocker(plan: Plan, state: DeploymentState, itemKey: string): Reason | null {
  const unit = plan.unitByKey[plan.items[itemKey]?.unitKey ?? ""];
  return unit ? overFor(state, unit) : reason("no_such_item");
}

/** Whether an item may be set so; null: yes. The screen disables with it, the command refuses with it. */
export function settleBlocker(plan: Plan, state: DeploymentState, ask: Settle): Reason | null {
  const item = plan.items[ask.itemKey];
  const unit = plan.unitByKey[item?.unitKey ?? ""];
  if (!item || !unit) return reason("no_such_item");
  const over = overFor(state, unit);
  if (over) return over;
  const place = placeBlocker(plan, state, unit, item);
  if (place) return place;
  if (ask.to === "waived" && !ask.mayWaive) return reason("waive_by_release_manager");
  if (isSettled(ask.to)) {
    const n = openChildren(state, item);
    if (n > 0) return reason("children_open", { n });
  }
  if (!ask.reason?.trim()) return needsReason(state, item, ask.to);
  return null;
}

/** Whether the text of an item may be corrected, or one added. */
export function editBlocker(state: DeploymentState): Reason | null {
  return overBlocker(state);
}

/** Cancelling is possible until the deploy stage has opened. */
export function cancelBlocker(plan: Plan, state: DeploymentState): Reason | null {
  const over = overBlocker(state);
  if (over) return over;
  const deploying = plan.units.find((unit) => unit.kind === "deploy" && isOpen(state, unit));
  return deploying ? reason("deploy_has_opened", { stage: deploying.title }) : null;
}

/** Signatures of a deployment made by an older version cover no artifact: one named now would only look signed for. */
export function artifactBlocker(state: DeploymentState): Reason | null {
  return state.coveredVersion === 2 ? null : reason("artifact_not_covered");
}

export function declareIssueBlocker(plan: Plan, state: DeploymentState): Reason | null {
  const over = overBlocker(state);
  if (over) return over;
  if (rollbackRunning(state)) return reason("issue_running_already");
  return plan.units.some((unit) => unit.kind === "rollback") ? null : reason("no_rollback_stage");
}
