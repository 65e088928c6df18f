import type { Checklist, Policy, SignOffPolicy } from "@/lib/checklist/schema";
import { own } from "@/lib/core/own";
import { isSettled } from "@/lib/deployment/item-state";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";

/** What the template's policy means for a deployment. Without one everything is as it was before there were any. */

/** Minutes after which a probe run is too old to sign on, unless the template says otherwise. */
const probeMaxAgeMs = 30 * 60_000;

const unlessSaid: SignOffPolicy = { need: 1, covers: null, releaseManager: false };

/** Keys are what people write: one may be called `constructor`. */
export const askedOf = (policy: Policy | null | undefined, key: string): SignOffPolicy =>
  own(policy?.signOffs ?? {}, key) ?? unlessSaid;

/** A sign-off that several of a team give has a seat for each: `key`, `key#2`, … No key of a document has a `#`. */
export function seatsOf(policy: Policy | undefined, key: string): string[] {
  const { need } = askedOf(policy, key);
  return Array.from({ length: need }, (_, at) => (at === 0 ? key : `${key}#${at + 1}`));
}

/** The keys of a section's sign-offs, each seat by itself. */
export const seatsIn = ({ policy }: Checklist, keys: readonly string[]): string[] =>
  keys.flatMap((key) => seatsOf(policy, key));

/** Key of the line in the document that a seat belongs to. */
export const withoutSeat = (key: string) => key.replace(/#\d+$/, "");

/** What is asked of a sign-off, whichever seat of it. */
export function policyOf({ policy }: Pick<DeploymentState, "policy">, key: string): SignOffPolicy {
  return askedOf(policy, withoutSeat(key));
}

/** How long a signature under this sign-off holds, in milliseconds; null: for good. */
export const lastsMs = (state: Pick<DeploymentState, "policy">, key: string): number | null =>
  policyOf(state, key).lastsMs ?? state.policy?.lastsMs ?? null;

/** How old a verdict on this item may be to be signed on, in milliseconds. */
export function maxAgeMs({ policy }: DeploymentState, plan: Plan, itemKey: string): number {
  const stage = own(policy?.stageAgesMs ?? {}, plan.items[itemKey]?.stageKey ?? "");
  return stage ?? policy?.probeAgeMs ?? probeMaxAgeMs;
}

/** A section of which this person settled more than the policy lets a signer settle; null: none. */
export function settledTooMuch(
  plan: Plan,
  state: DeploymentState,
  itemKeys: readonly string[],
  personId: string,
): { sectionKey: string; n: number; of: number } | null {
  const most = state.policy?.settledShare ?? null;
  if (most === null) return null;
  const settled = itemKeys.filter((key) => isSettled(state.items[key]?.state ?? "todo"));
  const sections = Map.groupBy(settled, (key) => plan.items[key]?.sectionKey ?? "");
  for (const [sectionKey, keys] of sections) {
    const n = keys.filter((key) => state.items[key]?.byId === personId).length;
    if (n / keys.length > most) return { sectionKey, n, of: keys.length };
  }
  return null;
}
