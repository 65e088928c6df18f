import type { Delegated, Membership } from "@/lib/core/caller";
import { type Reason, reason } from "@/lib/core/errors";
import { policyOf } from "@/lib/deployment/policy";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { currentSignature, headsOf } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import { lateFault, lateMembership, memberBlocker, membershipFor } from "@/lib/sign-off/membership";
import type { Signer } from "@/lib/sign-off/rules";

/**
 * In which capacity somebody answers for a team: as its member, or for a member who is away (decision 0089). Whoever
 * delegates must be able to sign themselves: what they may not do, nobody does in their name.
 */
export type Capacity = { membership: Membership | null; delegated: Delegated | null };

/**
 * Their own membership comes first, then the first member who could sign themselves: one of several who may not takes
 * nothing from the others. Null: neither a member nor anybody's delegate.
 */
export function capacityOf(
  state: DeploymentState,
  signer: Signer,
  signOff: SignOffState,
): Capacity | null {
  const membership = membershipFor(signer.memberships, signOff);
  if (membership) return { membership, delegated: null };
  const given = signer.delegations.filter(({ teamId }) => teamId === signOff.teamId);
  const could = given.find((one) => !awayBlocker(state, signOff, one, signer.id));
  const delegated = could ?? given[0] ?? null;
  return delegated && { membership: membershipFor(delegated.from.memberships, signOff), delegated };
}

export function isApprover(
  grants: Signer["grants"],
  state: DeploymentState,
  signOff: SignOffState,
): boolean {
  const { releaseManager } = policyOf(state, signOff.key);
  return grants.some(
    ({ role, projectId }) =>
      (role === "approver" || (releaseManager && role === "release_manager")) &&
      (projectId === null || projectId === state.project.id),
  );
}

/** Since this deployment was made. */
export const isAfter = (time: string, { createdAt }: Pick<DeploymentState, "createdAt">): boolean =>
  Date.parse(time) > Date.parse(createdAt);

/** Their credentials were somebody else's for a moment while this deployment was under way. */
export const wasReset = (
  { createdAt }: Pick<DeploymentState, "createdAt">,
  { resetAt }: { resetAt: string | null },
): boolean => resetAt !== null && isAfter(resetAt, { createdAt });

/** Why a member who is away could not sign it themselves; null: they could. */
function awayBlocker(
  state: DeploymentState,
  signOff: SignOffState,
  { from }: Delegated,
  signerId: string,
): Reason | null {
  const late = lateMembership(state, membershipFor(from.memberships, signOff));
  if (late && lateFault(state, late, [signerId, from.id]) !== null)
    return reason("delegate_confirmed", { name: from.name, team: signOff.teamName ?? "" });
  const could =
    !from.disabled &&
    !wasReset(state, from) &&
    isApprover(from.grants, state, signOff) &&
    !state.deployerIds.includes(from.id) &&
    memberBlocker(state, signOff, from.memberships) === null;
  return could
    ? null
    : reason("delegator_may_not_sign", { name: from.name, team: signOff.teamName ?? "" });
}

/** Why they may not answer for the team of this sign-off, whoever else has signed. */
export function capacityBlocker(
  state: DeploymentState,
  signOff: SignOffState,
  signer: Signer,
): Reason | null {
  const { delegated } = capacityOf(state, signer, signOff) ?? {};
  return delegated
    ? awayBlocker(state, signOff, delegated, signer.id)
    : memberBlocker(state, signOff, signer.memberships);
}

/** A sign-off of the group that one of these people answered already, themselves or in whose name; null: none. */
export function answeredBy(
  state: DeploymentState,
  group: readonly string[],
  signOffKey: string,
  people: readonly string[],
): string | null {
  const other = group.find((key) => {
    const current = key === signOffKey ? null : currentSignature(state, key);
    return current !== null && headsOf(current).some((head) => people.includes(head));
  });
  return other ?? null;
}
