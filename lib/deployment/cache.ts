import { queryOptions } from "@tanstack/react-query";
import type { Checklist } from "@/lib/checklist/schema";
import { readJson } from "@/lib/core/read-json";
import type { DeploymentList, DeploymentView } from "@/lib/deployment/view";

/** Query keys and options: the page prefetches with them, the browser refetches with them. */
export const deploymentQuery = (id: string) =>
  queryOptions({
    queryKey: ["deployment", id],
    queryFn: () => readJson<DeploymentView>(`/api/deployments/${id}`),
    // Events keep it current; it is read again only when the stream says so.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const documentQuery = (deploymentId: string, versionId: string) =>
  queryOptions({
    queryKey: ["document", versionId],
    queryFn: () => readJson<Checklist>(`/api/deployments/${deploymentId}/document`),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

export const deploymentsQuery = (search: string) =>
  queryOptions({
    queryKey: ["deployments", search],
    queryFn: () => readJson<DeploymentList>(`/api/deployments${search}`),
    refetchInterval: 15_000,
  });
