import type { DeploymentEvent } from "@/lib/deployment/events";
import { applyEvent } from "@/lib/deployment/fold";
import type { DeploymentState } from "@/lib/deployment/state";

const most = 500;

/**
 * Events from two sources, the action's own answer and the stream, in whatever order they come. Keeps the last
 * ones, so that a state read meanwhile (older or newer) can always be carried on without asking again.
 */
export function createReplay() {
  const kept = new Map<number, DeploymentEvent>();

  function add(events: readonly DeploymentEvent[]): void {
    for (const event of events) kept.set(event.number, event);
    for (const number of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(number);
    }
  }

  /** The state with every event that follows it without a gap; the same object when none does. */
  function carryOn(state: DeploymentState): { state: DeploymentState; applied: DeploymentEvent[] } {
    const applied: DeploymentEvent[] = [];
    let now = state;
    for (;;) {
      const next = kept.get(now.last + 1);
      if (!next) return { state: now, applied };
      now = applyEvent(now, next);
      applied.push(next);
    }
  }

  /** Whether events are kept that cannot be applied because one before them is missing. */
  function hasGap(state: DeploymentState): boolean {
    for (const number of kept.keys()) if (number > state.last) return true;
    return false;
  }

  return { add, carryOn, hasGap };
}
