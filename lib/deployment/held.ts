import { processWide } from "@/lib/core/process-wide";
import type { DeploymentState } from "@/lib/deployment/state";

/**
 * A state never changes once it has a number (it is a pure function of its log up to there), so the process
 * keeps the last ones. Nobody trusts these without the number read in the same statement that locks or checks.
 */
const states = processWide("states", () => new Map<string, DeploymentState>());
const most = 256;

/** Last known state of a deployment in this process. */
export const heldState = (id: string): DeploymentState | undefined => states.get(id);

/** Keeps a committed state, unless a newer one is held. */
export function holdState(state: DeploymentState): void {
  const held = states.get(state.id);
  if (held && held.last > state.last) return;
  states.delete(state.id);
  states.set(state.id, state);
  const oldest = states.keys().next();
  if (states.size > most && !oldest.done) states.delete(oldest.value);
}
