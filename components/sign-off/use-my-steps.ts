"use client";

import { useDeployment } from "@/components/deployment/store";
import type { Reason } from "@/lib/core/errors";
import { currentSignature } from "@/lib/deployment/standing";
import type { SignOffState } from "@/lib/deployment/state";
import { refuseBlocker, signBlocker, signerBlocker, withdrawBlocker } from "@/lib/sign-off/rules";

export type MySteps = {
  sign: boolean;
  refuse: boolean;
  withdraw: boolean;
  /** The viewer's signature is what it waits for now. */
  ready: boolean;
  /** Why the viewer, who could answer it in principle, cannot yet. */
  why: Reason | null;
};

/** What a deployer may close with is chosen in the dialog: here the least that could be signed counts. */
const anyClosing = { outcome: "failed", notes: "to be written" } as const;
const success = { outcome: "success", notes: "" } as const;
/** What the dialog itself helps with: measuring again, choosing an outcome. */
const inDialog = new Set(["probes_too_old", "outcome_needed", "notes_needed"]);

/** The same rules that the commands refuse with. */
export function useMySteps(signOff: SignOffState): MySteps {
  const { plan, state, me, may } = useDeployment();
  const now = new Date();
  const closing = signOff.kind === "deployed_by" ? anyClosing : null;
  const mine = may("sign_off.sign") && signerBlocker(plan, state, signOff, me) === null;
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
    why: mine && !could ? blocker : null,
  };
}
