import { createHash } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { env } from "@/lib/core/env";

export const SESSION_COOKIE = "countersign.session";
export const SESSION_SECONDS = 12 * 60 * 60;

/** What a session says: who, and which of their epochs. The database decides whether it still counts. */
export type Session = { personId: string; epoch: number };

const payload = z.object({ sub: z.string().min(1), epoch: z.int().min(0), exp: z.number() });

/** Deriving the key and decrypting costs more than the rest of an empty action: decoded tokens are kept. */
const decoded = new Map<string, Session & { exp: number }>();
const KEPT = 2_000;

export async function encodeSession({ personId, epoch }: Session): Promise<string> {
  return encode({
    token: { sub: personId, epoch },
    secret: env().COUNTERSIGN_SECRET,
    maxAge: SESSION_SECONDS,
  });
}

/** Null for a token that is forged, broken or too old. */
export async function decodeSession(token: string): Promise<Session | null> {
  const key = createHash("sha256").update(token).digest("base64");
  const known = decoded.get(key);
  const session = known ?? (await decrypt(token));
  if (!session || session.exp * 1000 <= Date.now()) {
    decoded.delete(key);
    return null;
  }
  if (!known) remember(key, session);
  return { personId: session.personId, epoch: session.epoch };
}

async function decrypt(token: string): Promise<(Session & { exp: number }) | null> {
  // Whatever a stranger writes into the cookie is no more than "not signed in".
  const raw = await decode({ token, secret: env().COUNTERSIGN_SECRET }).catch(() => null);
  const parsed = payload.safeParse(raw);
  if (!parsed.success) return null;
  const { sub, epoch, exp } = parsed.data;
  return { personId: sub, epoch, exp };
}

function remember(key: string, session: Session & { exp: number }): void {
  if (decoded.size >= KEPT) {
    const oldest = decoded.keys().next();
    if (!oldest.done) decoded.delete(oldest.value);
  }
  decoded.set(key, session);
}
