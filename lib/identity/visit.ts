import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { env } from "@/lib/core/env";

/** One way to the provider and back; kept in an encrypted cookie of the browser that went. */
const visitSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  /** Of PKCE (RFC 7636): only who began can use the code. */
  verifier: z.string(),
  /** Where to go afterwards, when it is a sign-in: a path of this site. */
  next: z.string(),
  /** The signature it is for (ProviderSigning); null: a sign-in. */
  signing: z.string().nullable(),
});
export type Visit = z.infer<typeof visitSchema>;

export const VISIT_COOKIE = "countersign.visit";
export const VISIT_SECONDS = 10 * 60;
/** Only the way back needs it. */
export const VISIT_PATH = "/api/identity";

/** A key of its own: a session's cookie is no visit, nor the other way round. */
const salt = "visit at the identity provider";

const random = () => randomBytes(32).toString("base64url");

export const newVisit = ({ next, signing }: Pick<Visit, "next" | "signing">): Visit => ({
  ...{ state: random(), nonce: random(), verifier: random() },
  ...{ next, signing },
});

export const challengeOf = ({ verifier }: Visit): string =>
  createHash("sha256").update(verifier).digest("base64url");

export const encodeVisit = (visit: Visit): Promise<string> =>
  encode({ token: visit, secret: env().COUNTERSIGN_SECRET, salt, maxAge: VISIT_SECONDS });

/** Null for what is forged, broken, too old, or answers another question. */
export async function decodeVisit(
  cookie: string | undefined,
  state: string | null,
): Promise<Visit | null> {
  if (cookie === undefined || state === null) return null;
  const given = { token: cookie, secret: env().COUNTERSIGN_SECRET, salt };
  const parsed = visitSchema.safeParse(await decode(given).catch(() => null));
  if (!parsed.success) return null;
  const [own, said] = [Buffer.from(parsed.data.state), Buffer.from(state)];
  return own.length === said.length && timingSafeEqual(own, said) ? parsed.data : null;
}
