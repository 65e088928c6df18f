type On = {
  /** Somebody looks again: timers may have stood still meanwhile. */
  onWake(): void;
  /** The network has come, gone or changed. */
  onNetwork(): void;
  /** `isAway` has changed. */
  onAway(): void;
  /** The page is being left. */
  onHide(): void;
};

/** Whether somebody looks at this tab: away when it has been hidden for `awayMs`. */
export function watchTab(awayMs: number, on: On) {
  let away = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function setAway(next: boolean): void {
    if (away === next) return;
    away = next;
    on.onAway();
  }

  function onVisibility(): void {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") timer = setTimeout(() => setAway(true), awayMs);
    else {
      setAway(false);
      on.onWake();
    }
  }

  const stopping = new AbortController();
  const { signal } = stopping;
  window.addEventListener("online", on.onNetwork, { signal });
  window.addEventListener("offline", on.onNetwork, { signal });
  window.addEventListener("pagehide", on.onHide, { signal });
  document.addEventListener("visibilitychange", onVisibility, { signal });
  return {
    isAway: () => away,
    stop(): void {
      clearTimeout(timer);
      stopping.abort();
    },
  };
}
