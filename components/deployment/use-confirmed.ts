"use client";

import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { createReplay } from "@/components/deployment/replay";
import type { ActionResult } from "@/lib/auth/action";
import { deploymentQuery, documentQuery } from "@/lib/deployment/cache";
import type { DeploymentEvent } from "@/lib/deployment/events";
import type { DeploymentState } from "@/lib/deployment/state";
import type { DeploymentView } from "@/lib/deployment/view";

/** How long a missing event may stay missing before the whole is read again. */
const gapPatienceMs = 1_500;

/** Events as they travel: in an action's answer and on the stream. */
export type WireEvents = readonly Extract<ActionResult<unknown>, { ok: true }>["events"][number][];

export type Applied = (events: DeploymentEvent[], before: DeploymentState) => void;

/** What the server has confirmed, carried on by numbered events from wherever they come. */
export function useConfirmed(id: string) {
  const client = useQueryClient();
  const { data: view } = useSuspenseQuery(deploymentQuery(id));
  const { data: document } = useSuspenseQuery(documentQuery(id, view.state.template.versionId));
  const [replay] = useState(createReplay);
  const listeners = useRef(new Set<Applied>());
  const key = useMemo(() => deploymentQuery(id).queryKey, [id]);

  const refetch = useCallback(
    () => client.invalidateQueries({ queryKey: key, exact: true }),
    [client, key],
  );
  // Names of people whom the first read did not know: they come with their events.
  const learnt = useRef<Record<string, string>>({});
  const shown = useRef(view);
  shown.current = view;
  const confirmed = useCallback(
    (): DeploymentView => client.getQueryData(key) ?? shown.current,
    [client, key],
  );

  const carryOn = useCallback(() => {
    const held = confirmed();
    const { state, applied } = replay.carryOn(held.state);
    if (applied.length === 0) return;
    const unknown = Object.keys(learnt.current).some((who) => held.names[who] === undefined);
    const names = unknown ? { ...held.names, ...learnt.current } : held.names;
    client.setQueryData(key, { ...held, state, names });
    for (const listener of listeners.current) listener(applied, held.state);
  }, [client, confirmed, key, replay]);

  const ingest = useCallback(
    (events: WireEvents, names: Record<string, string> = {}) => {
      Object.assign(learnt.current, names);
      // The server's own events, checked when they were written; their kinds are this stream's.
      replay.add(events as readonly DeploymentEvent[]);
      carryOn();
    },
    [carryOn, replay],
  );

  // A read that comes back older than what was already applied is carried on; a gap that stays is read over.
  useEffect(() => {
    carryOn();
    const now = confirmed();
    if (!replay.hasGap(now.state)) return;
    const timer = setTimeout(() => void refetch(), gapPatienceMs);
    return () => clearTimeout(timer);
  });

  const listen = useCallback((listener: Applied) => {
    listeners.current.add(listener);
    return () => {
      listeners.current.delete(listener);
    };
  }, []);

  return { view, document, ingest, refetch, confirmed, listen };
}
