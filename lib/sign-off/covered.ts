import { probesOf } from "@/lib/deployment/rules";
import { currentSignature, finalSignOffs } from "@/lib/deployment/standing";
import type { DeploymentState, Signature } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";

/** What a signature covers, as JSON (rule 2). Its canonical form is hashed; see docs/signatures.md. */
export type CoveredState = {
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

/** Units above a sign-off: all of them for the final ones, else up to the one whose group it is in. */
export function unitsCovered(plan: Plan, state: DeploymentState, signOffKey: string): Unit[] {
  const at = plan.units.findIndex((unit) => unit.signOffKeys.includes(signOffKey));
  const above = at < 0 ? plan.units : plan.units.slice(0, at + 1);
  return above.filter((unit) => {
    if (unit.kind === "follow-up") return false;
    return unit.kind !== "rollback" || state.issues.length > 0;
  });
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

/** The state that a signature under this sign-off covers. Peers, follow-ups, times and run ids are outside. */
export function coveredState(plan: Plan, state: DeploymentState, signOffKey: string): CoveredState {
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
