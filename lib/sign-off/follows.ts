import type { Checklist } from "@/lib/checklist/schema";
import { isLive, unitsToOpen } from "@/lib/deployment/opening";
import type { Signature, SignOffState } from "@/lib/deployment/sign-off-state";
import { finalSignOffs, stands } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";

export type Follows = {
  /** Peers of the group, or the other final one, that do not stand yet. */
  still: SignOffState[];
  opens: Unit[];
  live: boolean;
  closes: boolean;
};

/** A later part of a stage goes by its first section, for the stage is open already. */
export function unitName(document: Checklist, { key, stageKey, title, sectionKeys }: Unit): string {
  const stage = document.stages.find((one) => one.key === stageKey);
  const section = stage?.sections.find((one) => one.key === sectionKeys[0]);
  return (key.endsWith("#0") ? title : section?.title) || title;
}

/** Later than any real one. */
const then = "9999-12-31T00:00:00.000Z";

function withSignature(state: DeploymentState, { key, teamId }: SignOffState): DeploymentState {
  const assumed: Signature = {
    ...{ id: "assumed", signOffKey: key, personId: "", teamId, answer: "signed", reason: null },
    ...{ statement: "", locale: "en", stateHash: "", seen: state.last, manifest: {}, at: then },
    ...{ suspendedAt: null, withdrawnAt: null, withdrawn: null, number: state.last + 1 },
    ...{ expiresAt: null, expiredAt: null, onBehalfOf: null },
  };
  return { ...state, signatures: { ...state.signatures, assumed } };
}

/** What a signature leads to: the rules of its commit, asked as if it stood already. */
export function followsOf(plan: Plan, state: DeploymentState, signOff: SignOffState): Follows {
  const after = withSignature(state, signOff);
  const finals = finalSignOffs(after);
  const isTeam = signOff.kind === "team";
  const group = plan.units.find(({ signOffKeys }) => signOffKeys.includes(signOff.key));
  const peers = isTeam
    ? (group?.signOffKeys ?? []).flatMap((key) => after.signOffs[key] ?? [])
    : finals;
  const still = peers.filter(({ key }) => !stands(after, key));
  const closes = !isTeam && still.length === 0;
  const live = !closes && !after.wentLiveAt && !after.closedAt && isLive(plan, after);
  const moved = {
    ...after,
    wentLiveAt: live ? then : after.wentLiveAt,
    closedAt: closes ? then : after.closedAt,
  };
  return { still, opens: unitsToOpen(plan, moved), live, closes };
}
