/**
 * Holds the one lock that all tabs of a browser share under this name, as soon as it is this tab's turn, until
 * `signal`. `onLead` when it comes, `onLost` when another tab has taken it. Returns a way to take it by force from
 * a tab that has fallen silent (the browser may have frozen it).
 */
export function holdLock(
  name: string,
  signal: AbortSignal,
  on: { onLead(): void; onLost(): void },
): () => void {
  /** Requests of this tab: a forced one goes beside one that waits its turn, and either may come last. */
  let asked = 0;
  let held = 0;

  async function hold(): Promise<void> {
    // Left while the lock was on its way.
    if (signal.aborted) return;
    held += 1;
    if (held === 1) on.onLead();
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  async function ask(options: LockOptions): Promise<void> {
    let mine = false;
    asked += 1;
    try {
      await navigator.locks.request(name, options, () => {
        mine = true;
        return hold();
      });
    } catch (error) {
      if (!(error instanceof Error && error.name === "AbortError")) throw error;
      // Left before the lock came: nothing more. Otherwise it was taken away: wait for the next turn.
      if (signal.aborted) return;
      asked -= 1;
      if (mine) held -= 1;
      if (mine && held === 0) on.onLost();
      if (asked === 0) void ask({ signal });
    }
  }

  void ask({ signal });
  return () => {
    if (!signal.aborted) void ask({ steal: true });
  };
}
