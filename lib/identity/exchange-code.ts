import { z } from "zod";
import { askProvider, ProviderFailure } from "@/lib/identity/ask-provider";
import { keysOf, type Metadata, metadataOf } from "@/lib/identity/discovery";
import { type Claims, readIdToken, UnknownKey } from "@/lib/identity/id-token";
import type { Provider } from "@/lib/identity/provider";
import { FRESH_SECONDS } from "@/lib/identity/rules";
import { challengeOf, type Visit } from "@/lib/identity/visit";

/** Who came back, as the provider vouches for them. */
export type Proven = {
  subject: string;
  email: { address: string; verified: boolean } | null;
  /** When they entered their credentials, seconds since 1970. */
  authTime: number | undefined;
};

/** The address to send the browser to. For a signature they are asked to sign in anew. Throws ProviderFailure. */
export async function authorizationUrl(provider: Provider, visit: Visit): Promise<string> {
  const { authorization_endpoint } = await metadataOf(provider.issuer);
  const url = new URL(authorization_endpoint);
  const { state, nonce, signing } = visit;
  const asked = {
    ...{ response_type: "code", scope: "openid email", client_id: provider.clientId },
    ...{ redirect_uri: provider.redirectUri, state, nonce },
    ...{ code_challenge: challengeOf(visit), code_challenge_method: "S256" },
    // `prompt` asks for a new sign-in; `max_age` makes the provider say when it was.
    ...(signing === null ? {} : { prompt: "login", max_age: String(FRESH_SECONDS) }),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

const tokensSchema = z.object({
  id_token: z.string(),
  access_token: z.string().max(20_000).optional(),
});
const errorSchema = z.object({ error: z.string() });

/** Exchanges the code that the browser brought. Throws ProviderFailure. */
export async function exchangeCode(
  provider: Provider,
  visit: Visit,
  answer: URLSearchParams,
  now: Date,
): Promise<Proven> {
  const { issuer } = provider;
  const metadata = await metadataOf(issuer);
  const named = answer.get("iss");
  const mustName = metadata.authorization_response_iss_parameter_supported === true;
  if (named === null ? mustName : named !== issuer)
    throw new ProviderFailure("the answer is another provider's (iss)");
  const form = new URLSearchParams({
    ...{ grant_type: "authorization_code", code: answer.get("code") ?? "" },
    ...{ redirect_uri: provider.redirectUri, code_verifier: visit.verifier },
  });
  const headers = authenticate(provider, metadata, form);
  const target = metadata.token_endpoint;
  const { status, json } = await askProvider(issuer, { target, form, headers });
  const tokens = tokensSchema.safeParse(json);
  if (status !== 200 || !tokens.success) {
    const said = errorSchema.safeParse(json).data?.error.slice(0, 60) ?? "no id_token";
    throw new ProviderFailure(`${target} answered ${status}: ${said}`);
  }
  const { id_token, access_token } = tokens.data;
  const expected = { issuer, clientId: provider.clientId, nonce: visit.nonce, now };
  const claims = await readIdToken(id_token, await keysOf(issuer), expected).catch(
    async (error: unknown) => {
      if (!(error instanceof UnknownKey)) throw error;
      return readIdToken(id_token, await keysOf(issuer, true), expected);
    },
  );
  const email = emailOf(claims) ?? (await askForEmail(issuer, metadata, claims.sub, access_token));
  return { subject: claims.sub, email, authTime: claims.auth_time };
}

/** By header, unless the provider takes the secret in the form alone (RFC 6749, 2.3.1). */
function authenticate(
  { clientId, clientSecret }: Provider,
  { token_endpoint_auth_methods_supported: ways }: Metadata,
  form: URLSearchParams,
): Record<string, string> {
  if (ways?.includes("client_secret_post") && !ways.includes("client_secret_basic")) {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
    return {};
  }
  const encoded = (text: string) => new URLSearchParams({ a: text }).toString().slice(2);
  const pair = `${encoded(clientId)}:${encoded(clientSecret)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

const emailOf = ({ email, email_verified }: Pick<Claims, "email" | "email_verified">) =>
  email === undefined ? null : { address: email, verified: email_verified === true };

const userSchema = z.object({
  sub: z.string(),
  email: z.string().max(320).optional(),
  email_verified: z.boolean().optional(),
});

/** Some providers leave the email out of the id_token and say it when asked. */
async function askForEmail(
  issuer: string,
  { userinfo_endpoint: target }: Metadata,
  subject: string,
  token: string | undefined,
): Promise<Proven["email"]> {
  if (target === undefined || token === undefined || !/^[\x21-\x7e]+$/.test(token)) return null;
  const headers = { authorization: `Bearer ${token}` };
  const { status, json } = await askProvider(issuer, { target, headers });
  const parsed = userSchema.safeParse(json);
  // Without its subject it could be about somebody else.
  if (status !== 200 || !parsed.success || parsed.data.sub !== subject) return null;
  return emailOf(parsed.data);
}
