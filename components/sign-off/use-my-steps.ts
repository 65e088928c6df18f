"use client";

import { useDeployment } from "@/components/deployment/store";
import type { Reason } from "@/lib/core/errors";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { currentSignature } from "@/lib/deployment/standing";
import {
  awaited,
  helpedByMeasuring,
  refuseBlocker,
  signBlocker,
  signerBlocker,
  withdrawBlocker,
} from "@/lib/sign-off/rules";

export type MySteps = {
  sign: boolean;
  refuse: boolean;
  withdraw: boolean;
  /** The viewer's signature is what it waits for now. */
  ready: boolean;
  /** Somebody's signature is. */
  turn: boolean;
  /** Why the viewer, a signer of this project, cannot answer it; what holds up everybody is told elsewhere. */
  why: Reason | null;
};

/** What a deployer may close with is chosen in the dialog: here the least that could be signed counts. */
const anyClosing = { outcome: "failed", notes: "to be written" } as const;
const success = { outcome: "success", notes: "" } as const;
/** What the dialog itself helps with: measuring again, choosing an outcome. */
const inDialog = new Set([...helpedByMeasuring, "outcome_needed", "notes_needed"]);
/** Said of the whole group. */
const ofGroup = new Set(["items_open_above", "sign_off_open_above"]);
/** What keeps this viewer from it for good (rule 3), not somebody else's matter. */
const fourEyes = new Set([
  ...["deployer_cannot_sign", "signs_for_one_team", "password_was_reset", "account_too_new"],
  ...["joined_late", "confirmer_too_new", "delegator_may_not_sign", "delegate_confirmed"],
]);

/** Where the peers of a group sign from top to bottom, each waits for another one. */
function own({ kind }: SignOffState, inOrder: boolean, why: Reason | null): Reason | null {
  if (why?.code === "sign_off_open_above" && inOrder) return why;
  return why && kind === "team" && ofGroup.has(why.code) ? null : why;
}

/** The same rules that the commands refuse with. */
export function useMySteps(signOff: SignOffState): MySteps {
  const { plan, state, me, may } = useDeployment();
  const now = new Date();
  const closing = signOff.kind === "deployed_by" ? anyClosing : null;
  const mayEver = signerBlocker(plan, state, signOff, me);
  const mine = may("sign_off.sign") && mayEver === null;
  const blocker = signBlocker(plan, state, signOff, me, closing, now);
  const could = blocker === null || inDialog.has(blocker.code);
  const current = currentSignature(state, signOff.key);
  return {
    sign: mine && could,
    refuse:
      mine &&
      signOff.kind !== "deployed_by" &&
      current?.answer !== "refused" &&
      refuseBlocker(plan, state, signOff, me) === null,
    withdraw: withdrawBlocker(state, signOff, me.id) === null,
    ready:
      mine &&
      could &&
      (closing === null || signBlocker(plan, state, signOff, me, success, now) === null),
    turn: awaited(plan, state).some(({ key }) => key === signOff.key),
    why: mine
      ? own(signOff, state.policy?.inOrder === true, could ? null : blocker)
      : fourEyes.has(mayEver?.code ?? "")
        ? mayEver
        : null,
  };
}
