import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { ProviderFailure } from "@/lib/identity/ask-provider";
import type { KeySet } from "@/lib/identity/discovery";

/** Signed with a key that only the provider has: what everybody knows (`none`) or we too (HMAC) proves nothing. */
const algorithms = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA"],
];
/** How far the two clocks may differ. */
const skewSeconds = 60;
const longestToken = 20_000;

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  nonce: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  iat: z.number(),
  auth_time: z.number().optional(),
  // Needed at the first sign-in alone, and only `true` verifies: what some providers write instead is as good as nothing.
  email: z.string().max(320).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
});
export type Claims = z.infer<typeof claimsSchema>;

export type Expected = { issuer: string; clientId: string; nonce: string; now: Date };

/** None of the known keys is the token's: the provider may have a new one. */
export class UnknownKey extends ProviderFailure {}

/** The claims of an id_token that is whole, meant for us and for this visit. Throws ProviderFailure. */
export async function readIdToken(
  token: string,
  keys: KeySet,
  { issuer, clientId, nonce, now }: Expected,
): Promise<Claims> {
  if (token.length > longestToken) throw new ProviderFailure("the id_token is too long");
  let payload: JWTPayload;
  try {
    const verified = await jwtVerify(token, createLocalJWKSet(keys), {
      ...{ issuer, audience: clientId, algorithms, clockTolerance: skewSeconds },
      ...{ currentDate: now, requiredClaims: ["exp", "iat", "sub", "nonce"] },
    });
    payload = verified.payload;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) throw new UnknownKey("no key of the id_token's");
    if (error instanceof errors.JOSEError)
      throw new ProviderFailure(`the id_token is refused: ${error.code} ${error.message}`);
    throw error;
  }
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success)
    throw new ProviderFailure(
      `the id_token has claims of another shape: ${parsed.error.issues[0]?.path.join(".") ?? ""}`,
    );
  const claims = parsed.data;
  if (claims.nonce !== nonce) throw new ProviderFailure("the id_token is of another visit (nonce)");
  const several = Array.isArray(claims.aud) && claims.aud.length > 1;
  if ((several || claims.azp !== undefined) && claims.azp !== clientId)
    throw new ProviderFailure("the id_token was made for somebody else (azp)");
  if (claims.iat > now.getTime() / 1000 + skewSeconds)
    throw new ProviderFailure("the id_token was made in the future");
  return claims;
}
