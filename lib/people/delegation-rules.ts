import type { Actor } from "@/lib/core/caller";
import { type Reason, reason } from "@/lib/core/errors";
import type { Grant } from "@/lib/core/permissions";
import { isAdmin, maySignForTeam } from "@/lib/people/rules";

/** A delegation may last this long: who is away for longer is no member for that time. */
const longestDays = 60;

export type Delegating = {
  from: { id: string; disabled: boolean; grants: readonly Grant[] };
  /** Somebody who signs where the one who is away does; null: there is nobody such. */
  to: { id: string; name: string; teamIds: readonly string[] } | null;
  team: { id: string; name: string };
  /** ISO 8601. */
  until: string;
  now: Date;
};

/** Why a member cannot delegate this. `others`: delegations for this team that they have given already. */
export function delegateBlocker(
  { from, to, team, until, now }: Delegating,
  others: number,
): Reason | null {
  if (!maySignForTeam(from, null)) return reason("not_an_approver");
  if (!to) return reason("delegate_may_not_sign");
  if (to.id === from.id) return reason("delegate_is_oneself");
  const names = { team: team.name, name: to.name };
  if (to.teamIds.includes(team.id)) return reason("delegate_is_member", names);
  const ms = Date.parse(until) - now.getTime();
  if (ms <= 0) return reason("delegate_until_past");
  if (ms > longestDays * 86_400_000) return reason("delegate_too_long", { n: longestDays });
  return others > 0 ? reason("delegated_already", names) : null;
}

/** Either of the two, or an administrator. */
export const mayEnd = (actor: Actor, { fromId, toId }: { fromId: string; toId: string }): boolean =>
  actor.kind === "system" || actor.id === fromId || actor.id === toId || isAdmin(actor.grants);
