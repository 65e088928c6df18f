import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/core/read-json";
import type { SpecNotes } from "@/lib/probe/spec-notes";

/** What is wrong with a spec that is being written; the notes on the text before stay until the new ones are there. */
export const specNotesQuery = (text: string) =>
  queryOptions({
    queryKey: ["probe-spec", text],
    queryFn: () => readJson<SpecNotes>("/api/probes/spec", text),
    enabled: text.trim() !== "",
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
