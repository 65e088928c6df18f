"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeployment } from "@/components/deployment/store";
import { readJson } from "@/lib/core/read-json";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { concerns } from "@/lib/sign-off/concerns";

type Slice = { events: DeploymentEvent[]; names: Record<string, string> };

/** Events after a number that touch what this sign-off covers, from the log; none while `after` is null. */
export function useCoveredEvents(signOffKey: string, after: number | null, last: number): Slice {
  const { id, state, plan } = useDeployment();
  const { data } = useQuery({
    queryKey: ["deployment", id, "events", after, last],
    queryFn: () => readJson<Slice>(`/api/deployments/${id}/events?after=${after}`),
    enabled: after !== null && last > after,
    placeholderData: keepPreviousData,
  });
  if (after === null || !data) return { events: [], names: {} };
  const events = data.events.filter(
    (event) => event.number > after && concerns(plan, state, signOffKey, event),
  );
  return { events, names: data.names };
}
