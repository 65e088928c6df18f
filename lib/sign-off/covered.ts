import type { ProbeState } from "@/lib/deployment/probe-state";
import { probesOf } from "@/lib/deployment/rules";
import type { Signature } from "@/lib/deployment/sign-off-state";
import { currentSignature } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";
import { canonical, sha256 } from "@/lib/log/event";
import { earlierSignOffs, unitsCovered } from "@/lib/sign-off/above";
import { type CoveredState1, coveredState1 } from "@/lib/sign-off/covered-1";

/** What a signature covers, as JSON (rule 2). Its canonical form is hashed; docs/covered-state.md says it byte by byte. */
export type CoveredState = CoveredState1 | CoveredState2;

export type CoveredState2 = {
  v: 2;
  deployment: {
    id: string;
    project: DeploymentState["project"];
    version: string;
    environment: DeploymentState["environment"];
    variables: Record<string, string>;
    /** Everybody ever named as deployer, sorted. */
    deployers: string[];
    /** `sha256:<64 hex>`; null: none was given. */
    artifact: string | null;
  };
  template: { versionId: string; number: number; textHash: string; documentHash: string };
  /** As the first event pins it; null: it pins none. */
  policy: unknown;
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
  text: string;
  command: string | null;
  state: string;
  reason: string | null;
  /** null: nobody yet, or a probe. */
  by: string | null;
  /** Whether it was ticked against a verdict that is not a pass. */
  overridden: boolean;
  probes: { specHash: string; verdict: string | null; overridden: boolean }[];
};

/** Specs never change once they are in a state: each is hashed once. */
const specHashes = new WeakMap<ProbeState["spec"], string>();

function specHashOf({ spec }: ProbeState): string {
  const known = specHashes.get(spec);
  const hash = known ?? sha256(canonical(spec));
  if (!known) specHashes.set(spec, hash);
  return hash;
}

function coveredItem(plan: Plan, state: DeploymentState, key: string): CoveredItem {
  const item = state.items[key];
  const against = new Set(item?.override?.probes.map(({ probeId }) => probeId));
  return {
    key,
    text: plan.items[key]?.label ?? key,
    command: plan.items[key]?.command?.text ?? null,
    state: item?.state ?? "todo",
    reason: item?.reason ?? null,
    by: item?.byId ?? null,
    overridden: item?.override != null,
    probes: probesOf(state, key)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map((probe) => ({
        specHash: specHashOf(probe),
        verdict: probe.latest?.counts ? probe.latest.verdict : null,
        overridden: against.has(probe.id),
      })),
  };
}

const given = (a: Signature | null): a is Signature => a?.answer === "signed";

function earlierSignatures(plan: Plan, state: DeploymentState, signOffKey: string) {
  return earlierSignOffs(plan, state, signOffKey)
    .map((key) => currentSignature(state, key))
    .filter(given)
    .map(({ signOffKey: signOff, personId: person, teamId: team, stateHash, onBehalfOf }) => ({
      ...{ signOff, person, team, stateHash },
      // Left out where there is nobody: signatures of before delegations keep their hashes.
      ...(onBehalfOf ? { onBehalfOf: onBehalfOf.personId } : {}),
    }));
}

function glassOf(units: Unit[], state: DeploymentState) {
  return units.flatMap(({ key }) => {
    const early = state.opened[key]?.early;
    return early ? [{ unit: key, by: early.byId, reason: early.reason }] : [];
  });
}

function coveredState2(plan: Plan, state: DeploymentState, signOffKey: string): CoveredState2 {
  const units = unitsCovered(plan, state, signOffKey);
  const { versionId, number, textHash, documentHash = "" } = state.template;
  return {
    v: 2,
    deployment: {
      id: state.id,
      project: state.project,
      version: state.version,
      environment: state.environment,
      variables: state.variables,
      deployers: state.deployerIds.toSorted(),
      artifact: state.artifact ?? null,
    },
    template: { versionId, number, textHash, documentHash },
    policy: state.policy ?? null,
    glass: glassOf(units, state),
    issues: state.issues.map(({ what, endedAt }) => ({ what, ended: endedAt !== null })),
    items: units.flatMap((unit) => unit.itemKeys).map((key) => coveredItem(plan, state, key)),
    signatures: earlierSignatures(plan, state, signOffKey),
    closing: state.signOffs[signOffKey]?.kind === "team" ? null : state.closing,
  };
}

/**
 * The state that a signature under this sign-off covers, in the version that the deployment was made with: hashes of
 * signatures must not move under a newer product. Peers, follow-ups, times and run ids are outside.
 */
export function coveredState(plan: Plan, state: DeploymentState, signOffKey: string): CoveredState {
  return state.coveredVersion === 2
    ? coveredState2(plan, state, signOffKey)
    : coveredState1(plan, state, signOffKey);
}
