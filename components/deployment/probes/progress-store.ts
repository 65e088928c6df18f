import type { ProbeProgress } from "@/lib/probe/progress";

/** How far runs with `for:` are, beside the state: a measurement is no event, and moves nothing but its own line. */
export type ProgressStore = {
  get: (probeId: string) => ProbeProgress | null;
  /** Of one run, what has more measurements is newer, in whatever order they come. */
  take: (progress: readonly ProbeProgress[]) => void;
  subscribe: (listener: () => void) => () => void;
};

export function createProgress(first: readonly ProbeProgress[]): ProgressStore {
  const held = new Map(first.map((one) => [one.probeId, one]));
  const listeners = new Set<() => void>();
  return {
    get: (probeId) => held.get(probeId) ?? null,
    take(progress) {
      for (const one of progress) {
        const known = held.get(one.probeId);
        const older = known?.runId === one.runId && known.verdicts.length > one.verdicts.length;
        if (!older) held.set(one.probeId, one);
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
