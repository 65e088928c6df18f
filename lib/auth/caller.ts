import { cookies, headers } from "next/headers";
import { cache } from "react";
import {
  decodeSession,
  encodeSession,
  SESSION_COOKIE,
  SESSION_SECONDS,
} from "@/lib/auth/session-token";
import type { Caller } from "@/lib/core/caller";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

/**
 * Who asks, as the session cookie claims; no database. Every command and query confirms it. For pages,
 * server actions and route handlers; null when nobody is signed in.
 */
export const callerFromRequest = cache(async (): Promise<Caller | null> => {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  const session = token ? await decodeSession(token) : null;
  if (!session) return null;
  return {
    actor: { kind: "person", id: session.personId, epoch: session.epoch },
    via: "browser",
  };
});

/** The same; throws AppError `signed_out` instead of null. */
export async function requireCaller(): Promise<Caller> {
  const caller = await callerFromRequest();
  if (!caller) throw new AppError("signed_out");
  return caller;
}

/** Whether the browser came over TLS, so that its cookies may be bound to it. */
export async function requestIsSecure(): Promise<boolean> {
  const { COUNTERSIGN_URL } = env();
  if (COUNTERSIGN_URL) return COUNTERSIGN_URL.startsWith("https:");
  return (await headers()).get("x-forwarded-proto") === "https";
}

export function sessionCookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
}

/** Gives this browser a fresh session. Server actions and routes only. */
export async function renewSession(personId: string, epoch: number): Promise<void> {
  const token = await encodeSession({ personId, epoch });
  const options = sessionCookieOptions(await requestIsSecure());
  (await cookies()).set(SESSION_COOKIE, token, { ...options, maxAge: SESSION_SECONDS });
}

/** Server actions only. */
export async function endSession(): Promise<void> {
  (await cookies()).delete(SESSION_COOKIE);
}
