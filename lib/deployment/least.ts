import type { StageKind } from "@/lib/checklist/schema";
import { type Reason, reason } from "@/lib/core/errors";
import { askedOf, withoutSeat } from "@/lib/deployment/policy";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";
import type { GatedStage, PinnedLeast } from "@/lib/project/least";

/**
 * Whether a checklist has the sign-offs that its environment asks for at least (decision 0087): leaving a line out of a
 * pasted file takes no gate away.
 */

/** A demand of the environment that the checklist does not meet; `have` of `need` sign before the stage. */
export type Unmet = PinnedLeast & { have: number };

const order: readonly StageKind[] = ["prepare", "deploy", "verify", "go-live"];

/**
 * Units whose sign-offs keep a stage of this kind, or where there is none of it, a later one, from opening. A list by
 * topics keeps nothing from opening, and might be the very stage that is meant where none reads as it.
 */
function unitsBefore({ units }: Plan, { before, holds }: PinnedLeast): Unit[] {
  // Going live is what the last team's signature above does, wherever it stands.
  const counted = units.filter(({ kind }) => kind !== "follow-up" && kind !== "rollback");
  if (before === "go-live") return counted;
  if (holds) {
    const topics = counted.some(({ kind, itemKeys }) => kind === "other" && itemKeys.length > 0);
    if (topics && !counted.some(({ kind }) => kind === before)) return [];
    return above(counted, before).filter(({ kind }) => kind !== "other");
  }
  return above(counted, before);
}

function above(counted: Unit[], before: GatedStage): Unit[] {
  const later = order.slice(order.indexOf(before));
  const first = counted.findIndex(({ kind }) => later.includes(kind));
  return first === -1 ? counted : counted.slice(0, first);
}

type Asked = Pick<DeploymentState, "policy"> & { signOffs: readonly SignOffState[] };

/** Of one group, because only there must they be different people; and over everything above, not over parts. */
function inOneGroup(units: readonly Unit[], { policy, signOffs }: Asked, teamId: string): number {
  const counts = (key: string) =>
    signOffs.some((one) => one.key === key && one.kind === "team" && one.teamId === teamId) &&
    askedOf(policy, withoutSeat(key)).covers === null;
  return Math.max(0, ...units.map(({ signOffKeys }) => signOffKeys.filter(counts).length));
}

export function unmetOf(plan: Plan, asked: Asked, least: readonly PinnedLeast[]): Unmet[] {
  return least.flatMap((one) => {
    const have = inOneGroup(unitsBefore(plan, one), asked, one.teamId);
    return have < one.need ? [{ ...one, have }] : [];
  });
}

export function leastBlocker(
  plan: Plan,
  asked: Asked,
  least: readonly PinnedLeast[],
  environment: string,
): Reason | null {
  const [first] = unmetOf(plan, asked, least);
  if (!first) return null;
  const { team, need, have, before } = first;
  return reason("least_sign_offs_missing", { environment, team, need, have, before });
}
