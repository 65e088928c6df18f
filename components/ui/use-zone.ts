"use client";

import { useSyncExternalStore } from "react";
import { useTimeZone } from "use-intl";

const never = () => () => {};
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The viewer's zone. While hydrating it is the one that the server rendered with. */
export function useZone(): string {
  const rendered = useTimeZone() ?? "UTC";
  return useSyncExternalStore(never, browserZone, () => rendered);
}
