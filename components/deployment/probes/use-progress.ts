"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { useControl } from "@/components/deployment/store";
import type { ProbeState } from "@/lib/deployment/probe-state";
import type { ProbeProgress } from "@/lib/probe/progress";

/** How far the run of a probe is; null unless it has `for:` and one measurement is done. */
export function useProgress({ id, running }: ProbeState): ProbeProgress | null {
  const { progress } = useControl();
  const get = () => progress.get(id);
  const known = useSyncExternalStore(progress.subscribe, get, get);
  return known && known.runId === running?.runId ? known : null;
}

/** Whole seconds until then, at least 0, counted down; null while hydrating and without a time. */
export function useSecondsUntil(iso: string | null): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (iso === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [iso]);
  if (iso === null || now === null) return null;
  return Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000));
}
