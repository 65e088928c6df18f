import type { Reason } from "@/lib/core/errors";
import type { Authenticated } from "@/lib/deployment/events";
import { freshBlocker } from "@/lib/identity/rules";

/** Why this is no proof at `now`; the same is asked of the record, at the time of the event. Pure. */
export function notFresh(authenticated: Authenticated, now: Date): Reason | null {
  if (authenticated.by === "password") return null;
  const { issuer, authTime } = authenticated;
  return freshBlocker(Date.parse(authTime) / 1000, now, issuer);
}
