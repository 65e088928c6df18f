import { queryOptions } from "@tanstack/react-query";
import type { Checklist } from "@/lib/checklist/schema";
import { readJson } from "@/lib/core/read-json";

/** The frozen reading of a published version: it never goes stale. */
export const versionDocumentQuery = (versionId: string) =>
  queryOptions({
    queryKey: ["document", versionId],
    queryFn: () => readJson<Checklist>(`/api/templates/versions/${versionId}/document`),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
