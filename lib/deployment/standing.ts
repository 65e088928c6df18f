import type { Signature, SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";

export type SignOffStatus = "waiting" | "standing" | "suspended" | "expired" | "refused";

/**
 * The answer that counts now, or null. A new answer replaces those before it for good: when it is withdrawn the
 * sign-off waits again, and nobody's earlier answer comes back behind their back.
 */
export function currentSignature(state: DeploymentState, signOffKey: string): Signature | null {
  let newest: Signature | null = null;
  for (const signature of Object.values(state.signatures)) {
    if (signature.signOffKey !== signOffKey) continue;
    if (!newest || signature.number > newest.number) newest = signature;
  }
  return newest?.withdrawnAt ? null : newest;
}

/** Who answered with a signature: its signer, and the one in whose name it is. Both count as having signed. */
export const headsOf = ({ personId, onBehalfOf }: Signature): string[] =>
  onBehalfOf ? [personId, onBehalfOf.personId] : [personId];

export function signOffStatus(state: DeploymentState, signOffKey: string): SignOffStatus {
  const current = currentSignature(state, signOffKey);
  if (!current) return "waiting";
  if (current.answer === "refused") return "refused";
  if (current.expiredAt) return "expired";
  return current.suspendedAt ? "suspended" : "standing";
}

export const stands = (state: DeploymentState, signOffKey: string): boolean =>
  signOffStatus(state, signOffKey) === "standing";

/** In document order: team sign-offs, then deployed by, then approved by. */
export function signOffList(state: DeploymentState): SignOffState[] {
  return Object.values(state.signOffs).sort((a, b) => a.position - b.position);
}

/** "deployed by" and "approved by", in this order; empty for a document without a sign-off block. */
export function finalSignOffs(state: DeploymentState): SignOffState[] {
  return signOffList(state).filter((signOff) => signOff.kind !== "team");
}
