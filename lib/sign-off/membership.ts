import type { Membership } from "@/lib/core/caller";
import { type Reason, reason } from "@/lib/core/errors";
import type { LateMembership } from "@/lib/deployment/events";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";

/**
 * Four eyes over who is in a team: whoever joined it after a deployment was made signs that deployment only when a
 * second admin confirmed it, one who was an admin before, with a password of their own (decision 0086).
 */

type Created = Pick<DeploymentState, "createdAt">;

const after = (time: string | null, { createdAt }: Created): boolean =>
  time !== null && Date.parse(time) > Date.parse(createdAt);

/** The membership under which this sign-off would be answered. */
export const membershipFor = (
  memberships: readonly Membership[],
  signOff: SignOffState,
): Membership | null => memberships.find(({ teamId }) => teamId === signOff.teamId) ?? null;

/** Why somebody may not sign for the team of this sign-off; null: a member whom nothing keeps from it. */
export function memberBlocker(
  state: Created,
  signOff: SignOffState,
  memberships: readonly Membership[],
): Reason | null {
  const team = signOff.teamName ?? signOff.label;
  const member = membershipFor(memberships, signOff);
  if (!member) return reason("not_in_team", { team });
  if (!after(member.joinedAt, state)) return null;
  if (!member.confirmed) return reason("joined_late", { team });
  if (after(member.confirmed.since, state))
    return reason("confirmer_too_new", { team, name: member.confirmed.by.name });
  return null;
}

const iso = (time: string) => new Date(time).toISOString();

/** What the signature's event keeps of a membership that came after the deployment was made; null: it was there before. */
export function lateMembership(state: Created, member: Membership | null): LateMembership | null {
  if (!member?.joinedAt || !member.confirmed || !after(member.joinedAt, state)) return null;
  return {
    joinedAt: iso(member.joinedAt),
    addedById: member.addedBy?.id ?? null,
    confirmedById: member.confirmed.by.id,
    confirmedAt: iso(member.confirmed.at),
    confirmerSince: iso(member.confirmed.since),
  };
}

/** The same for the words that are signed; `addedBy` null: the system. */
export type LateWords = { joinedAt: string; addedBy: string | null; confirmedBy: string };

export function lateWords(state: Created, member: Membership | null): LateWords | null {
  const late = lateMembership(state, member);
  if (!late || !member?.confirmed) return null;
  const { joinedAt } = late;
  return { joinedAt, addedBy: member.addedBy?.name ?? null, confirmedBy: member.confirmed.by.name };
}

/** What is wrong with a late membership as an event has it, in words; null: nothing. For whoever checks a record. */
export function lateFault(
  state: Created,
  late: LateMembership,
  people: readonly string[],
): string | null {
  if (people.includes(late.confirmedById)) return "a confirmation by somebody else than the signer";
  if (late.confirmedById === late.addedById) return "a confirmation by a second administrator";
  if (after(late.confirmerSince, state))
    return "a confirmation by somebody who was an administrator when the deployment was made";
  if (Date.parse(late.confirmedAt) < Date.parse(late.joinedAt))
    return "a confirmation after the joining";
  return null;
}
