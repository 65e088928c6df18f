import { probesOf } from "@/lib/deployment/rules";
import type { Signature } from "@/lib/deployment/sign-off-state";
import { currentSignature } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { earlierSignOffs, unitsCovered } from "@/lib/sign-off/above";

/** Version 1 of what a signature covers: for deployments made before there was another. It never changes. */
export type CoveredState1 = {
  v: 1;
  deployment: {
    id: string;
    project: DeploymentState["project"];
    version: string;
    environment: DeploymentState["environment"];
    variables: Record<string, string>;
    deployers: string[];
  };
  template: { versionId: string; number: number; textHash: string };
  /** Units opened before their time. */
  glass: { unit: string; by: string; reason: string }[];
  /** Issues declared. */
  issues: { what: string; ended: boolean }[];
  items: CoveredItem[];
  signatures: { signOff: string; person: string; team: string | null; stateHash: string }[];
  /** What is being closed with: only under the final sign-offs. */
  closing: DeploymentState["closing"];
};

type CoveredItem = {
  key: string;
  label: string;
  command: string | null;
  state: string;
  reason: string | null;
  by: string | null;
  override: string[];
  probes: { spec: Record<string, unknown>; verdict: string | null }[];
};

function coveredItem(plan: Plan, state: DeploymentState, key: string): CoveredItem {
  const item = state.items[key];
  return {
    key,
    label: plan.items[key]?.label ?? key,
    command: plan.items[key]?.command?.text ?? null,
    state: item?.state ?? "todo",
    reason: item?.reason ?? null,
    by: item?.byId ?? null,
    override: item?.override?.probes.map((probe) => probe.probeId).sort() ?? [],
    probes: probesOf(state, key)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map((probe) => ({
        spec: probe.spec,
        verdict: probe.latest?.counts ? probe.latest.verdict : null,
      })),
  };
}

const inDocument = (a: Signature | null): a is Signature => a !== null && a.answer === "signed";

/** The covered state as it was before deployments pinned its version. */
export function coveredState1(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
): CoveredState1 {
  const units = unitsCovered(plan, state, signOffKey);
  const final = state.signOffs[signOffKey]?.kind !== "team";
  return {
    v: 1,
    deployment: {
      id: state.id,
      project: state.project,
      version: state.version,
      environment: state.environment,
      variables: state.variables,
      deployers: state.deployerIds.toSorted(),
    },
    template: {
      versionId: state.template.versionId,
      number: state.template.number,
      textHash: state.template.textHash,
    },
    glass: units.flatMap((unit) => {
      const early = state.opened[unit.key]?.early;
      return early ? [{ unit: unit.key, by: early.byId, reason: early.reason }] : [];
    }),
    issues: state.issues.map(({ what, endedAt }) => ({ what, ended: endedAt !== null })),
    items: units.flatMap((unit) => unit.itemKeys).map((key) => coveredItem(plan, state, key)),
    signatures: earlierSignOffs(plan, state, signOffKey)
      .map((key) => currentSignature(state, key))
      .filter(inDocument)
      .map((signature) => ({
        signOff: signature.signOffKey,
        person: signature.personId,
        team: signature.teamId,
        stateHash: signature.stateHash,
      })),
    closing: final ? state.closing : null,
  };
}
