import { QueryClient } from "@tanstack/react-query";

/** The live stream keeps what is on screen fresh; a refetch is for what has been away. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 30_000, retry: 1 }, mutations: { retry: 0 } },
  });
}
