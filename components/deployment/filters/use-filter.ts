"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";
import { type Filter, shows } from "@/components/deployment/filters/filter";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

function change(filter: Partial<Filter>): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(filter)) {
    if (value === "" || value === "all") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  window.history.replaceState(window.history.state, "", url);
  for (const listener of listeners) listener();
}

/**
 * The filter, kept in the address so that a link shows what its sender sees. Read from the address itself: the
 * framework's own copy of it follows in a transition, too late for a field that is being typed in.
 */
export function useFilter(): [Filter, (filter: Partial<Filter>) => void] {
  const first = useSearchParams().toString();
  const search = useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => first,
  );
  const filter = useMemo((): Filter => {
    const params = new URLSearchParams(search);
    return {
      show: shows.find((show) => show === params.get("show")) ?? "all",
      text: params.get("text") ?? "",
    };
  }, [search]);
  return [filter, change];
}
