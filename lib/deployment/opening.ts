import { type Reason, reason } from "@/lib/core/errors";
import { isSettled } from "@/lib/deployment/item-state";
import { signOffStatus } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, PlanItem, Unit } from "@/lib/deployment/units";

/** An issue was declared and has not ended. */
export const rollbackRunning = (state: DeploymentState): boolean =>
  state.issues.some((issue) => issue.endedAt === null);

/** Whether what stands in this unit is needed for a signature below it and for a success (rules 2 and 10). */
export function counts(state: DeploymentState, unit: Unit): boolean {
  if (unit.kind === "follow-up") return false;
  return unit.kind !== "rollback" || rollbackRunning(state);
}

/** Whether it keeps what stands below from opening (rule 1): a list by topics locks nothing. */
export const holdsUp = (state: DeploymentState, unit: Unit): boolean =>
  unit.kind !== "other" && counts(state, unit);

export function isOpen(state: DeploymentState, unit: Unit): boolean {
  return unit.kind === "other" || state.opened[unit.key] !== undefined;
}

/** Required and not settled; or not required, but tried and blocked or failed. */
export function owes(state: DeploymentState, item: PlanItem): boolean {
  const now = state.items[item.key]?.state ?? "todo";
  return item.required ? !isSettled(now) : now === "blocked" || now === "failed";
}

export type Owed = { itemKeys: string[]; signOffKeys: string[] };

/** What is still to do in these units. */
export function owed(plan: Plan, state: DeploymentState, units: readonly Unit[]): Owed {
  const counted = units.filter((unit) => counts(state, unit));
  return {
    itemKeys: counted.flatMap((unit) =>
      unit.itemKeys.filter((key) => {
        const item = plan.items[key];
        return item !== undefined && owes(state, item);
      }),
    ),
    signOffKeys: counted.flatMap((unit) =>
      unit.signOffKeys.filter((key) => signOffStatus(state, key) !== "standing"),
    ),
  };
}

export const nothingOwed = (rest: Owed): boolean =>
  rest.itemKeys.length === 0 && rest.signOffKeys.length === 0;

/** Units above this one that keep it from opening. */
export function unitsAbove(plan: Plan, state: DeploymentState, unit: Unit): Unit[] {
  return plan.units.slice(0, plan.units.indexOf(unit)).filter((above) => holdsUp(state, above));
}

/** Units that open now by rule and are not open yet, in document order. */
export function unitsToOpen(plan: Plan, state: DeploymentState): Unit[] {
  if (state.cancelled) return [];
  return plan.units.filter((unit) => {
    if (isOpen(state, unit)) return false;
    if (unit.kind === "follow-up") return state.wentLiveAt !== null || state.closedAt !== null;
    if (state.closedAt) return false;
    if (unit.kind === "rollback") return rollbackRunning(state);
    return nothingOwed(owed(plan, state, unitsAbove(plan, state, unit)));
  });
}

const shipping: ReadonlySet<Unit["kind"]> = new Set(["deploy", "verify"]);

/** The unit with which a deployment goes live; -1: it never does, but is closed. */
function liveUntil({ units }: Plan): number {
  const signed = units.findLastIndex((unit) => unit.signOffKeys.length > 0);
  const goLive = units.findIndex((unit) => unit.kind === "go-live");
  // Approvals that are given before anything is deployed make nothing live.
  if (goLive >= 0)
    return signed >= goLive ? signed : units.findLastIndex((unit) => unit.kind === "go-live");
  if (signed < 0) return -1;
  return Math.max(
    signed,
    units.findLastIndex((unit) => shipping.has(unit.kind)),
  );
}

/**
 * Whether it is live: the last team sign-off in or below the go-live stage stands and everything above it is settled;
 * where no sign-off stands there, all of the go-live stage is settled.
 */
export function isLive(plan: Plan, state: DeploymentState): boolean {
  const until = liveUntil(plan);
  return until >= 0 && nothingOwed(owed(plan, state, plan.units.slice(0, until + 1)));
}

/** Why a unit may not be opened before its time; null: it may, with a reason. */
export function openEarlyBlocker(state: DeploymentState, unit: Unit): Reason | null {
  const over = overBlocker(state);
  if (over) return over;
  if (isOpen(state, unit)) return reason("stage_open_already", { stage: unit.title });
  if (unit.kind === "rollback") return reason("rollback_by_issue_only");
  if (unit.kind === "follow-up") return reason("follow_up_at_go_live");
  return null;
}

/** What breaking the glass steps over, for the event. */
export function steppedOver(plan: Plan, state: DeploymentState, unit: Unit): Reason[] {
  const rest = owed(plan, state, unitsAbove(plan, state, unit));
  return [
    ...rest.itemKeys.map((item) =>
      reason("item_open", { item, label: plan.items[item]?.label ?? item }),
    ),
    ...rest.signOffKeys.map((signOff) =>
      reason("sign_off_open", { signOff, label: state.signOffs[signOff]?.label ?? signOff }),
    ),
  ];
}

/** A deployment that is closed or cancelled takes no more writes of the run. */
export function overBlocker(state: DeploymentState): Reason | null {
  if (state.cancelled) return reason("deployment_cancelled");
  return state.closedAt ? reason("deployment_closed") : null;
}
