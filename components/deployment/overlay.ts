import { type ItemStateName, isSettled } from "@/lib/deployment/item-state";
import { isEarly, notPassing } from "@/lib/deployment/rules";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";

/** A tick that is on its way to the server. */
export type PendingTick = {
  id: number;
  itemKey: string;
  to: ItemStateName;
  reason: string | null;
  /** Version of the item that the person saw; the next tick on it sees one more. */
  version: number;
  at: string;
};

/**
 * What the person sees at once: the confirmed state with their own ticks on top. A tick whose item has moved on
 * since (confirmed already, or changed by somebody else) shows nothing.
 */
export function overlay(
  plan: Plan,
  state: DeploymentState,
  pending: readonly PendingTick[],
  meId: string,
): DeploymentState {
  let items = state.items;
  for (const tick of pending) {
    const item = items[tick.itemKey];
    if (!item || item.version !== tick.version) continue;
    const against = tick.to === "done" ? notPassing(state, item.key) : [];
    items = {
      ...items,
      [item.key]: {
        ...item,
        state: tick.to,
        reason: tick.reason,
        version: item.version + 1,
        byId: meId,
        at: tick.at,
        cause: "person",
        early: isSettled(tick.to) && isEarly(plan, state, item.key),
        override: against.length > 0 ? { probes: against } : null,
        runIds: [],
      },
    };
  }
  return items === state.items ? state : { ...state, items };
}
