import type { ProbeState } from "@/lib/deployment/probe-state";
import { probesOf } from "@/lib/deployment/rules";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { canonical, sha256 } from "@/lib/log/event";
import { unitsCovered } from "@/lib/sign-off/above";

/** What lies beside the covered state and is signed with it, but never suspends: run ids and ages (rule 2). */
export type Manifest = {
  v: 1;
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

/** How many probes above have measured, and when the oldest of these runs ended, ISO 8601; null: none has. */
export type Evidence = { runs: number; oldest: string | null };

export function evidenceOf(plan: Plan, state: DeploymentState, signOffKey: string): Evidence {
  const ended = unitsCovered(plan, state, signOffKey)
    .flatMap((unit) => unit.itemKeys)
    .flatMap((key) => probesOf(state, key))
    .flatMap(({ latest }) => (latest?.counts ? latest.finishedAt : []));
  return { runs: ended.length, oldest: ended.toSorted()[0] ?? null };
}

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

const byId = (probes: ProbeState[]) => probes.toSorted((a, b) => (a.id < b.id ? -1 : 1));

export function manifestOf(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  now: Date,
): Manifest {
  const seen = coverage(plan, state, signOffKey);
  const keys = unitsCovered(plan, state, signOffKey).flatMap((unit) => unit.itemKeys);
  return {
    v: 1,
    runs: keys.flatMap((itemKey) =>
      byId(probesOf(state, itemKey)).flatMap(({ id, latest }) =>
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

/** The manifest, and the SHA-256 (hex) of its canonical form: both go into the event of an answer. */
export function hashedManifest(...of: Parameters<typeof manifestOf>): {
  manifest: Manifest;
  manifestHash: string;
} {
  const manifest = manifestOf(...of);
  return { manifest, manifestHash: sha256(canonical(manifest)) };
}
