import { movedSince, outOfDateIn } from "@/lib/deployment/out-of-date";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";
import { unitsCovered } from "@/lib/sign-off/above";
import { tooOld } from "@/lib/sign-off/rules";
import type { StatementView } from "@/lib/sign-off/schema";

/** Probes above that have to be measured again before this sign-off can be signed, each once, with why. */
export function staleAbove(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  now: Date,
): StatementView["stale"] {
  const old = new Set(tooOld(plan, state, signOffKey, now));
  const moved = outOfDateIn(state, unitsCovered(plan, state, signOffKey));
  return [...new Set([...moved, ...old])].map((probe) => ({
    probeId: probe.id,
    itemKey: probe.itemKey,
    label: plan.items[probe.itemKey]?.label ?? probe.itemKey,
    finishedAt: probe.latest?.finishedAt ?? probe.at,
    tooOld: old.has(probe),
    moved: movedSince(valuesOf(state), probe.latest),
  }));
}
