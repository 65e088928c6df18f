"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeployment } from "@/components/deployment/store";
import { readJson } from "@/lib/core/read-json";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { concerns } from "@/lib/sign-off/concerns";

type Slice = { events: DeploymentEvent[]; names: Record<string, string> };

export type CoveredEvents = Slice & {
  /** They are being read: nothing can be said yet. */
  loading: boolean;
  /** They could not be read. */
  failed: boolean;
};

const none = { events: [], names: {}, loading: false, failed: false };

/** Events after a number that touch what this sign-off covers, from the log; none while `after` is null. */
export function useCoveredEvents(
  signOffKey: string,
  after: number | null,
  last: number,
): CoveredEvents {
  const { id, state, plan } = useDeployment();
  const wanted = after !== null && last > after;
  const { data, isFetching, isError } = useQuery({
    queryKey: ["deployment", id, "events", after, last],
    queryFn: () => readJson<Slice>(`/api/deployments/${id}/events?after=${after}`),
    enabled: wanted,
    placeholderData: keepPreviousData,
  });
  if (!wanted) return none;
  const events = (data?.events ?? []).filter(
    (event) => event.number > after && concerns(plan, state, signOffKey, event),
  );
  return { events, names: data?.names ?? {}, loading: isFetching, failed: isError };
}
