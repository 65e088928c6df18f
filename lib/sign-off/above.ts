import { policyOf } from "@/lib/deployment/policy";
import { finalSignOffs } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";

/**
 * Units above a sign-off: all of them for the final ones, else up to the one whose group it is in. Of a team whose policy
 * names sections, with the items of these alone.
 */
export function unitsCovered(plan: Plan, state: DeploymentState, signOffKey: string): Unit[] {
  const at = plan.units.findIndex((unit) => unit.signOffKeys.includes(signOffKey));
  const above = at < 0 ? plan.units : plan.units.slice(0, at + 1);
  const { covers } = policyOf(state, signOffKey);
  const counted = above.filter((unit) => {
    if (unit.kind === "follow-up") return false;
    return unit.kind !== "rollback" || state.issues.length > 0;
  });
  if (covers === null) return counted;
  const within = (key: string) => covers.includes(plan.items[key]?.sectionKey ?? "");
  return counted.map((unit) => ({ ...unit, itemKeys: unit.itemKeys.filter(within) }));
}

/** Sign-offs of earlier groups: for a team those of groups above; for the final ones all before them. */
export function earlierSignOffs(plan: Plan, state: DeploymentState, signOffKey: string): string[] {
  const own = plan.units.findIndex((unit) => unit.signOffKeys.includes(signOffKey));
  const groups = plan.units.slice(0, own < 0 ? plan.units.length : own);
  const teams = groups.flatMap((unit) => unit.signOffKeys);
  if (own >= 0) return teams;
  const finals = finalSignOffs(state).map((signOff) => signOff.key);
  return [...teams, ...finals.slice(0, finals.indexOf(signOffKey))];
}
