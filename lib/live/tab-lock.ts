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
  const untilOver = () => {
    on.onLead();
    return new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  };
  const ask = (options: LockOptions) => {
    navigator.locks.request(name, options, untilOver).catch((error: Error) => {
      if (error.name !== "AbortError") throw error;
      // Left before the lock came: nothing more. Otherwise it was taken away: wait for the next turn.
      if (signal.aborted) return;
      on.onLost();
      ask({ signal });
    });
  };
  ask({ signal });
  return () => {
    if (!signal.aborted) ask({ steal: true });
  };
}
