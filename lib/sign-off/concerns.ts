import type { DeploymentEvent } from "@/lib/deployment/events";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { earlierSignOffs, unitsCovered } from "@/lib/sign-off/above";

const coveredHeader = ["version", "environment", "variables", "deployedById", "artifact"] as const;

/** Whether an event may have changed what a signature under this sign-off covers (see `coveredState`). */
export function concerns(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  event: DeploymentEvent,
): boolean {
  const covers = (itemKey: string) =>
    unitsCovered(plan, state, signOffKey).some((unit) => unit.itemKeys.includes(itemKey));
  switch (event.kind) {
    case "item.changed":
    case "item.corrected":
    case "item.added":
    case "probe.bound":
    case "probe.unbound":
      return covers(event.subject.item);
    case "probe.recorded": {
      const { verdict, counts } = event.after;
      return counts && verdict !== event.before.verdict && covers(event.subject.item);
    }
    case "stage.opened": {
      const covered = unitsCovered(plan, state, signOffKey);
      return event.after.early !== null && covered.some(({ key }) => key === event.subject.unit);
    }
    case "sign_off.signed":
    case "sign_off.refused":
    case "sign_off.withdrawn":
      return earlierSignOffs(plan, state, signOffKey).includes(event.subject.signOff);
    case "deployment.header_changed":
      return coveredHeader.some((field) => field in event.after);
    case "issue.declared":
    case "issue.ended":
      return true;
    default:
      return false;
  }
}
