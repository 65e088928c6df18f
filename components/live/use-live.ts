"use client";

import { useEffect, useRef, useState } from "react";
import type { LiveState } from "@/lib/live/connection";
import { type LiveHandlers, subscribe } from "@/lib/live/live";

export type Present = { id: string; name: string };

/** Follows a deployment's stream while mounted: connection, who else looks, and every event to `onEvent`. */
export function useLive(
  streamId: string,
  handlers: Pick<LiveHandlers, "last" | "onEvent" | "onGone">,
): { state: LiveState; people: Present[] } {
  const [state, setState] = useState<LiveState>("connecting");
  const [people, setPeople] = useState<Present[]>([]);
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(
    () =>
      subscribe(streamId, {
        last: () => current.current.last(),
        onEvent: (event, names) => current.current.onEvent(event, names),
        onGone: () => current.current.onGone(),
        onHere: setPeople,
        onState: setState,
      }),
    [streamId],
  );
  return { state, people };
}
