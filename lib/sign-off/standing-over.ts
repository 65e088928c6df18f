import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { signOffList, stands } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { unitsCovered } from "@/lib/sign-off/above";

/** Sign-offs whose signature stands over this item: changing the item suspends them (rule 2). */
export function standingOver(plan: Plan, state: DeploymentState, itemKey: string): SignOffState[] {
  if (state.closedAt || state.cancelled) return [];
  return signOffList(state).filter(
    (signOff) =>
      stands(state, signOff.key) &&
      unitsCovered(plan, state, signOff.key).some((unit) => unit.itemKeys.includes(itemKey)),
  );
}
