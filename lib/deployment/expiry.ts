import { lastsMs } from "@/lib/deployment/policy";
import type { Signature } from "@/lib/deployment/sign-off-state";
import { currentSignature } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";

/** Signatures hold for as long as the policy says (decision 0091). */

/** The worker's job at the end of a signature. Payload: { deploymentId }. */
export const expireTask = "signature:expire";

/** When a signature given at this moment is over, ISO 8601; null: never. */
export function expiryOf(state: DeploymentState, signOffKey: string, at: string): string | null {
  const ms = lastsMs(state, signOffKey);
  return ms === null ? null : new Date(Date.parse(at) + ms).toISOString();
}

/** Answers that count and whose time is over at `now`, while that is not in the log yet. */
export function overdue(state: DeploymentState, now: Date): Signature[] {
  if (state.closedAt || state.cancelled) return [];
  // Asked before every event: mostly nothing that was signed ever ends.
  if (!Object.values(state.signatures).some(({ expiresAt }) => expiresAt)) return [];
  return Object.keys(state.signOffs).flatMap((key) => {
    const current = currentSignature(state, key);
    const over = current?.expiresAt && Date.parse(current.expiresAt) <= now.getTime();
    return current && over && !current.expiredAt ? [current] : [];
  });
}

/** A signature whose time is over counts for nothing, though nobody has written that down yet. */
export function asOf(state: DeploymentState, now: Date): DeploymentState {
  const over = overdue(state, now);
  if (over.length === 0) return state;
  const expiredAt = now.toISOString();
  const expired = over.map((one) => [one.id, { ...one, expiredAt }] as const);
  return { ...state, signatures: { ...state.signatures, ...Object.fromEntries(expired) } };
}
