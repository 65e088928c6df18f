"use client";

import { useEffect, useRef, useState } from "react";
import { type LiveHandlers, subscribe } from "@/lib/live/live";
import type { LiveState } from "@/lib/live/messages";

export type Present = { id: string; name: string };

/** How the connection is, and since when. */
export type LiveStatus = { state: LiveState; since: Date };

/**
 * Follows a deployment's stream while mounted: connection, who looks, and every event after `last()` to `onEvent`,
 * once and in order. `me`: the id of who is signed in.
 */
export function useLive(
  streamId: string,
  handlers: Pick<LiveHandlers, "last" | "onEvent" | "onProgress" | "onGone"> & { me: string },
): LiveStatus & { people: Present[] } {
  const [status, setStatus] = useState<LiveStatus>({ state: "connecting", since: new Date() });
  const [people, setPeople] = useState<Present[]>([]);
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  const { me } = handlers;
  useEffect(
    () =>
      subscribe(me, streamId, {
        last: () => current.current.last(),
        onEvent: (event, names) => current.current.onEvent(event, names),
        onProgress: (progress) => current.current.onProgress?.(progress),
        onGone: () => current.current.onGone(),
        onHere: setPeople,
        onState: (state) => setStatus({ state, since: new Date() }),
      }),
    [me, streamId],
  );
  return { ...status, people };
}
