import { probesOf } from "@/lib/deployment/rules";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { unitsCovered } from "@/lib/sign-off/covered";

/** What lies beside the covered state and is signed with it, but never suspends: run ids and ages (rule 2). */
export type Manifest = {
  runs: { itemKey: string; probeId: string; runId: string; verdict: string; ageMs: number }[];
  waived: string[];
  overridden: string[];
};

export type Coverage = {
  items: number;
  done: number;
  notApplicable: number;
  waived: { key: string; label: string; reason: string }[];
  overridden: { key: string; label: string; reason: string }[];
};

/** Counts and names what a signer should know about the items above. */
export function coverage(plan: Plan, state: DeploymentState, signOffKey: string): Coverage {
  const keys = unitsCovered(plan, state, signOffKey).flatMap((unit) => unit.itemKeys);
  const named = (key: string) => ({
    key,
    label: plan.items[key]?.label ?? key,
    reason: state.items[key]?.reason ?? "",
  });
  const inState = (wanted: string) => keys.filter((key) => state.items[key]?.state === wanted);
  return {
    items: keys.length,
    done: inState("done").length,
    notApplicable: inState("not_applicable").length,
    waived: inState("waived").map(named),
    overridden: keys.filter((key) => state.items[key]?.override).map(named),
  };
}

export function manifestOf(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  now: Date,
): Manifest {
  const seen = coverage(plan, state, signOffKey);
  const keys = unitsCovered(plan, state, signOffKey).flatMap((unit) => unit.itemKeys);
  return {
    runs: keys.flatMap((itemKey) =>
      probesOf(state, itemKey).flatMap(({ id, latest }) =>
        latest
          ? [
              {
                itemKey,
                probeId: id,
                runId: latest.runId,
                verdict: latest.verdict,
                ageMs: now.getTime() - Date.parse(latest.finishedAt),
              },
            ]
          : [],
      ),
    ),
    waived: seen.waived.map(({ key }) => key),
    overridden: seen.overridden.map(({ key }) => key),
  };
}
