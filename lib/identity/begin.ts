import { cookies } from "next/headers";
import { requestIsSecure, sessionCookieOptions } from "@/lib/auth/caller";
import { authorizationUrl } from "@/lib/identity/exchange-code";
import type { Provider } from "@/lib/identity/provider";
import {
  encodeVisit,
  newVisit,
  VISIT_COOKIE,
  VISIT_PATH,
  VISIT_SECONDS,
  type Visit,
} from "@/lib/identity/visit";

/** Remembers the visit in this browser; where to send it. Routes and server actions only. Throws ProviderFailure. */
export async function beginVisit(
  provider: Provider,
  to: Pick<Visit, "next" | "signing">,
): Promise<string> {
  const visit = newVisit(to);
  const url = await authorizationUrl(provider, visit);
  const options = { ...sessionCookieOptions(await requestIsSecure()), path: VISIT_PATH };
  (await cookies()).set(VISIT_COOKIE, await encodeVisit(visit), {
    ...options,
    maxAge: VISIT_SECONDS,
  });
  return url;
}

export async function endVisit(): Promise<void> {
  (await cookies()).delete({ name: VISIT_COOKIE, path: VISIT_PATH });
}
