import type { Outcome } from "@/lib/checklist/schema";
import type { Delegated, Membership } from "@/lib/core/caller";
import { type Reason, reason } from "@/lib/core/errors";
import type { Grant } from "@/lib/core/permissions";
import { overBlocker, owed, rollbackRunning } from "@/lib/deployment/opening";
import { outOfDateBlocker } from "@/lib/deployment/out-of-date";
import { maxAgeMs, settledTooMuch } from "@/lib/deployment/policy";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { probesOf } from "@/lib/deployment/rules";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { currentSignature, signOffStatus, stands } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { earlierSignOffs, unitsCovered } from "@/lib/sign-off/above";
import {
  answeredBy,
  capacityBlocker,
  capacityOf,
  isAfter,
  isApprover,
  wasReset,
} from "@/lib/sign-off/capacity";

/** The one who would sign. */
export type Signer = {
  id: string;
  grants: readonly Grant[];
  memberships: readonly Membership[];
  /** To them, that hold now. */
  delegations: readonly Delegated[];
  /** When somebody else last gave them a new password, ISO 8601. */
  resetAt: string | null;
  /** When their account was made, ISO 8601. */
  since: string;
};

export type Closing = { outcome: Outcome; notes: string };

/** Who would count as having answered: the signer, and the member in whose name. */
function headsFor(state: DeploymentState, signer: Signer, signOff: SignOffState): string[] {
  const away = capacityOf(state, signer, signOff)?.delegated;
  return away ? [signer.id, away.from.id] : [signer.id];
}

/** Whether this person may ever answer this sign-off, whatever the state of the items (rule 3). */
export function signerBlocker(
  plan: Plan,
  state: DeploymentState,
  signOff: SignOffState,
  signer: Signer,
): Reason | null {
  if (wasReset(state, signer)) {
    // Who reset it knew the new password: what is in flight could be signed in their name.
    return reason("password_was_reset");
  }
  if (signOff.kind === "deployed_by") {
    return signer.id === state.deployedById ? null : reason("not_the_deployer");
  }
  if (!isApprover(signer.grants, state, signOff)) return reason("not_an_approver");
  if (state.deployerIds.includes(signer.id)) return reason("deployer_cannot_sign");
  // Nobody confirms who may approve: whoever makes an account must not be able to make the approval too.
  if (signOff.kind === "approved_by")
    return isAfter(signer.since, state) ? reason("account_too_new") : null;
  if (signOff.teamId === null) {
    return reason("team_unknown", { team: signOff.teamName ?? signOff.label });
  }
  const barred = capacityBlocker(state, signOff, signer);
  if (barred) return barred;
  const group =
    plan.units.find((unit) => unit.signOffKeys.includes(signOff.key))?.signOffKeys ?? [];
  const other = answeredBy(state, group, signOff.key, headsFor(state, signer, signOff));
  return other
    ? reason("signs_for_one_team", { label: state.signOffs[other]?.label ?? other })
    : null;
}

/**
 * Probes above whose last run is too old to sign on at `now` (rule 4). What was waived or does not apply leans on no
 * run: that is the way on when something cannot be measured any more.
 */
export function tooOld(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  now: Date,
): ProbeState[] {
  return unitsCovered(plan, state, signOffKey)
    .flatMap((unit) => unit.itemKeys)
    .flatMap((key) => probesOf(state, key))
    .filter(
      (probe) =>
        probe.latest?.counts === true &&
        state.items[probe.itemKey]?.state === "done" &&
        now.getTime() - Date.parse(probe.latest.finishedAt) > maxAgeMs(state, plan, probe.itemKey),
    );
}

/** What keeps a sign-off from its turn, whoever would sign: items and earlier sign-offs above it. */
export function aboveBlocker(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
): Reason | null {
  const units = unitsCovered(plan, state, signOffKey);
  const items = owed(plan, state, units).itemKeys.length;
  if (items > 0) return reason("items_open_above", { n: items });
  const first = [
    ...earlierSignOffs(plan, state, signOffKey),
    ...earlierInGroup(plan, state, signOffKey),
  ].find((key) => !stands(state, key));
  return first
    ? reason("sign_off_open_above", { label: state.signOffs[first]?.label ?? first })
    : null;
}

/** Peers that the policy asks before this one; none unless it asks for an order. */
function earlierInGroup(plan: Plan, state: DeploymentState, signOffKey: string): string[] {
  if (!state.policy?.inOrder) return [];
  const group = plan.units.find((unit) => unit.signOffKeys.includes(signOffKey))?.signOffKeys ?? [];
  return group.slice(0, group.indexOf(signOffKey));
}

/** Who settled much of a section may not be the one who signs for it, where the policy says so. */
function shareBlocker(
  plan: Plan,
  state: DeploymentState,
  signOff: SignOffState,
  signer: Signer,
): Reason | null {
  if (signOff.kind === "deployed_by") return null;
  const keys = unitsCovered(plan, state, signOff.key).flatMap((unit) => unit.itemKeys);
  const [much] = headsFor(state, signer, signOff).flatMap(
    (id) => settledTooMuch(plan, state, keys, id) ?? [],
  );
  if (!much) return null;
  const first = keys.find((key) => plan.items[key]?.sectionKey === much.sectionKey);
  const label = plan.items[first ?? ""]?.label ?? "";
  return reason("settled_too_much", { n: much.n, of: much.of, label });
}

function finalBlocker(
  plan: Plan,
  state: DeploymentState,
  signOff: SignOffState,
  closing: Closing | null,
  now: Date,
): Reason | null {
  if (signOff.kind === "approved_by") {
    const deployer = Object.values(state.signOffs).find(({ kind }) => kind === "deployed_by");
    if (deployer && !stands(state, deployer.key)) {
      return reason("sign_off_open_above", { label: deployer.label });
    }
  }
  const how = signOff.kind === "approved_by" ? state.closing : closing;
  if (!how) return reason("outcome_needed");
  if (how.outcome !== "success") {
    return how.notes.trim() === "" ? reason("notes_needed", { outcome: how.outcome }) : null;
  }
  if (rollbackRunning(state)) return reason("issue_running_still");
  return aboveBlocker(plan, state, signOff.key) ?? ageBlocker(plan, state, signOff.key, now);
}

/** What measuring again helps with: the signing dialog offers it. */
export const helpedByMeasuring: ReadonlySet<string> = new Set([
  "probes_too_old",
  "probes_out_of_date",
]);

function ageBlocker(
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  now: Date,
): Reason | null {
  const moved = outOfDateBlocker(plan, state, unitsCovered(plan, state, signOffKey));
  if (moved) return moved;
  const n = tooOld(plan, state, signOffKey, now).length;
  return n > 0 ? reason("probes_too_old", { n }) : null;
}

/** Whether it may be signed now; null: yes. `closing` is what the deployer closes with. */
export function signBlocker(
  plan: Plan,
  state: DeploymentState,
  signOff: SignOffState,
  signer: Signer,
  closing: Closing | null,
  now: Date,
): Reason | null {
  const over = overBlocker(state) ?? signerBlocker(plan, state, signOff, signer);
  if (over) return over;
  if (signOffStatus(state, signOff.key) === "standing") {
    return reason("signed_already", { label: signOff.label });
  }
  const much = shareBlocker(plan, state, signOff, signer);
  if (much) return much;
  if (signOff.kind !== "team") return finalBlocker(plan, state, signOff, closing, now);
  return aboveBlocker(plan, state, signOff.key) ?? ageBlocker(plan, state, signOff.key, now);
}

/** A refusal needs the right to sign, a reason, and that nothing stands there. */
export function refuseBlocker(
  plan: Plan,
  state: DeploymentState,
  signOff: SignOffState,
  signer: Signer,
): Reason | null {
  const over = overBlocker(state) ?? signerBlocker(plan, state, signOff, signer);
  if (over) return over;
  return stands(state, signOff.key) ? reason("signed_already", { label: signOff.label }) : null;
}

/** One's own answer can be taken back until the deployment closes. */
export function withdrawBlocker(
  state: DeploymentState,
  signOff: SignOffState,
  signerId: string,
): Reason | null {
  const over = overBlocker(state);
  if (over) return over;
  const current = currentSignature(state, signOff.key);
  if (!current) return reason("nothing_to_withdraw", { label: signOff.label });
  return current.personId === signerId ? null : reason("not_your_signature");
}

/** Sign-offs that could be answered now, less the person: what lists and "waiting for me" show. */
export function awaited(plan: Plan, state: DeploymentState): SignOffState[] {
  if (overBlocker(state)) return [];
  return Object.values(state.signOffs).filter((signOff) => {
    const status = signOffStatus(state, signOff.key);
    if (status === "standing" || status === "refused") return false;
    if (status === "suspended") return true;
    if (signOff.kind === "approved_by" && state.closing && state.closing.outcome !== "success") {
      return earlierFinalStands(state, signOff);
    }
    return aboveBlocker(plan, state, signOff.key) === null;
  });
}

function earlierFinalStands(state: DeploymentState, signOff: SignOffState): boolean {
  return Object.values(state.signOffs).every(
    (other) =>
      other.kind !== "deployed_by" || other.key === signOff.key || stands(state, other.key),
  );
}
