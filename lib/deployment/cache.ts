import { queryOptions } from "@tanstack/react-query";
import type { Checklist } from "@/lib/checklist/schema";
import { readJson } from "@/lib/core/read-json";
import type { ProjectChoices } from "@/lib/deployment/new-view";
import type { DeploymentList, DeploymentView, RunView } from "@/lib/deployment/view";

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

/** Runs of one probe; `latestRunId` moves when a run has ended, so that the newest is there. */
export const probeRunsQuery = (deploymentId: string, probeId: string, latestRunId: string) =>
  queryOptions({
    queryKey: ["probe-runs", deploymentId, probeId, latestRunId],
    queryFn: () => readJson<RunView[]>(`/api/deployments/${deploymentId}/probes/${probeId}/runs`),
  });

export const deploymentsQuery = (search: string) =>
  queryOptions({
    queryKey: ["deployments", search],
    queryFn: () => readJson<DeploymentList>(`/api/deployments${search}`),
    refetchInterval: 15_000,
  });

/** Deployers, environments and teams of a project, for a new deployment. */
export const projectChoicesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ["project-choices", projectId],
    queryFn: () => readJson<ProjectChoices>(`/api/projects/${projectId}/choices`),
    enabled: projectId !== "",
  });
