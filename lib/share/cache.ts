import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/core/read-json";
import type { ShareView } from "@/lib/share/schema";

export const sharesQuery = (deploymentId: string) =>
  queryOptions({
    queryKey: ["shares", deploymentId],
    queryFn: () => readJson<ShareView[]>(`/api/deployments/${deploymentId}/shares`),
  });
