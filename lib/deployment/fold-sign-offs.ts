import type { DeploymentEvent } from "@/lib/deployment/events";
import { expiryOf } from "@/lib/deployment/expiry";
import { requestsAfter } from "@/lib/deployment/requests";
import type { Signature } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";

function withSignature(
  state: DeploymentState,
  id: string,
  change: Partial<Signature>,
): DeploymentState {
  const signature = state.signatures[id];
  if (!signature) throw new Error(`the log speaks of a signature that is not there: ${id}`);
  return { ...state, signatures: { ...state.signatures, [id]: { ...signature, ...change } } };
}

function signed(
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.signed" | "sign_off.refused">,
): DeploymentState {
  const refused = event.kind === "sign_off.refused";
  const { personId, teamId, statement, locale, stateHash, seen, manifest } = event.after;
  const signature: Signature = {
    id: event.subject.signature,
    signOffKey: event.subject.signOff,
    personId,
    teamId,
    answer: refused ? "refused" : "signed",
    reason: refused ? event.after.reason : null,
    statement,
    locale,
    stateHash,
    seen,
    manifest,
    number: event.number,
    at: event.at,
    suspendedAt: null,
    withdrawnAt: null,
    withdrawn: null,
    expiresAt: refused ? null : expiryOf(state, event.subject.signOff, event.at),
    expiredAt: null,
    onBehalfOf: event.after.onBehalfOf ?? null,
  };
  const closing = refused ? null : event.after.closing;
  return {
    ...state,
    ...(closing ? { closing } : {}),
    startedAt: state.startedAt ?? event.at,
    signatures: { ...state.signatures, [signature.id]: signature },
  };
}

function withdrawn(
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.withdrawn">,
): DeploymentState {
  const next = withSignature(state, event.subject.signature, {
    withdrawnAt: event.at,
    withdrawn: event.after.reason,
  });
  const closes = state.signOffs[event.subject.signOff]?.kind === "deployed_by";
  return closes ? { ...next, closing: null } : next;
}

type OfSignOffs = DeploymentEvent<
  | "sign_off.signed"
  | "sign_off.refused"
  | "sign_off.withdrawn"
  | "sign_off.requested"
  | "sign_off.reminded"
  | "sign_off.request_seen"
  | "sign_off.request_withdrawn"
  | "signature.suspended"
  | "signature.expired"
  | "signature.restored"
>;

/** The state after one more answer, request, suspension or expiry. */
export function afterSignOffs(state: DeploymentState, event: OfSignOffs): DeploymentState {
  switch (event.kind) {
    case "sign_off.signed":
    case "sign_off.refused":
      return signed(state, event);
    case "sign_off.withdrawn":
      return withdrawn(state, event);
    case "sign_off.requested":
    case "sign_off.reminded":
    case "sign_off.request_seen":
    case "sign_off.request_withdrawn":
      return { ...state, requests: requestsAfter(state, event) };
    case "signature.suspended":
      return withSignature(state, event.subject.signature, { suspendedAt: event.at });
    case "signature.expired":
      return withSignature(state, event.subject.signature, { expiredAt: event.at });
    case "signature.restored":
      return withSignature(state, event.subject.signature, { suspendedAt: null });
  }
}
