import type { PendingTick } from "@/components/deployment/overlay";

/** The ticks under way, outside React so that two in one breath see each other. */
export function createPendingTicks() {
  let ticks: readonly PendingTick[] = [];
  let last = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly PendingTick[]) => {
    ticks = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => ticks,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    add(tick: Omit<PendingTick, "id">): number {
      last += 1;
      set([...ticks, { ...tick, id: last }]);
      return last;
    },
    remove(id: number) {
      set(ticks.filter((tick) => tick.id !== id));
    },
  };
}
