import { type Reason, reason } from "@/lib/core/errors";
import { asOf } from "@/lib/deployment/expiry";
import { isOpen, nothingOwed, owed, unitsAbove } from "@/lib/deployment/opening";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import type { GateQuestion } from "@/lib/gate/schema";
import { type Blocker, type DeploymentVerdict, verdictOf } from "@/lib/verdict/verdict";

/** What keeps a pipeline from going on: what holds the verdict, and what the question itself asked for. */
export type GateReason = Blocker | Reason;

export type Gate = { proceed: boolean; verdict: DeploymentVerdict; reasons: GateReason[] };

/**
 * "May we proceed?", as the page answers it at `now`: nothing may hold, the stage must be open, and nothing above it may
 * be left. What opened stays open on the page; the gate closes again with the verdict. Pure.
 */
export function gateOf(plan: Plan, read: DeploymentState, asked: GateQuestion, now: Date): Gate {
  const state = asOf(read, now);
  const verdict = verdictOf(plan, state);
  const reasons = [
    ...othersThan(state, asked),
    ...ended(state),
    ...verdict.blockers,
    ...(verdict.over || verdict.blockers.length > 0
      ? []
      : stageReasons(plan, state, verdict, asked.stage)),
  ];
  return { proceed: reasons.length === 0, verdict, reasons };
}

/** What is about to be shipped is not what is being signed here. */
function othersThan(state: DeploymentState, { version, artifact }: GateQuestion): Reason[] {
  const reasons: Reason[] = [];
  if (version !== undefined && version !== state.version)
    reasons.push(reason("gate_other_version", { asked: version, version: state.version }));
  if (artifact === undefined || artifact === state.artifact) return reasons;
  const { artifact: known } = state;
  const other = known
    ? reason("gate_other_artifact", { asked: artifact, artifact: known })
    : reason("gate_no_artifact", { asked: artifact });
  return [...reasons, other];
}

function ended(state: DeploymentState): Reason[] {
  if (state.cancelled) return [reason("gate_cancelled")];
  return state.closedAt ? [reason("gate_closed")] : [];
}

function stageReasons(
  plan: Plan,
  state: DeploymentState,
  verdict: DeploymentVerdict,
  stage: GateQuestion["stage"],
): Reason[] {
  if (stage === "closing") {
    if (verdict.next.kind === "closing" && verdict.left === 0) return [];
    const { leftItems: items, leftSignOffs: signOffs } = verdict;
    return [reason("gate_not_finished", { items, signOffs })];
  }
  const unit = plan.units.find(({ kind }) => kind === stage);
  if (!unit) return [reason("gate_no_such_stage", { stage })];
  const rest = owed(plan, state, unitsAbove(plan, state, unit));
  if (isOpen(state, unit) && nothingOwed(rest)) return [];
  const left = { items: rest.itemKeys.length, signOffs: rest.signOffKeys.length };
  return [reason("gate_stage_not_open", { stage: unit.title, ...left })];
}
