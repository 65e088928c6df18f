import type { AppError } from "@/lib/core/errors";
import { type VisitProblem, visitProblem } from "@/lib/identity/schema";

/** Neither kept by a cache nor told to where it leads: addresses here carry one-time codes. */
export const goTo = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });

/** A path of this site, with what the page there has to tell. */
export const withProblem = (path: string, problem: VisitProblem): string =>
  `${path}${path.includes("?") ? "&" : "?"}problem=${problem}`;

export function problemOf({ code, reason }: AppError): VisitProblem {
  if (code === "limited") return "provider_limited";
  return visitProblem.safeParse(reason.code).data ?? "provider_refused";
}
