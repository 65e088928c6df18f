import { z } from "zod";
import { isPrivateWay } from "@/lib/core/oidc-settings";
import { processWide } from "@/lib/core/process-wide";
import { askProvider, ProviderFailure } from "@/lib/identity/ask-provider";

/** What the provider says of itself (OpenID Connect Discovery 1.0) and its keys, kept for ten minutes. */

const address = z.url().max(2_000);
const metadataSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  userinfo_endpoint: address.optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
export type Metadata = z.infer<typeof metadataSchema>;

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });
export type KeySet = z.infer<typeof keySetSchema>;

const keptMs = 10 * 60_000;
/** Keys are asked for anew, when one is not among those known, at most so often. */
const againMs = 30_000;

type Kept<Value> = { at: number; value: Promise<Value> };
type Known = { metadata: Map<string, Kept<Metadata>>; keys: Map<string, Kept<KeySet>> };
const known = () =>
  processWide<Known>("provider metadata", () => ({ metadata: new Map(), keys: new Map() }));

/** One question for all who ask meanwhile; what failed is not kept. */
function kept<Value>(
  store: Map<string, Kept<Value>>,
  name: string,
  ms: number,
  ask: () => Promise<Value>,
): Promise<Value> {
  const held = store.get(name);
  if (held && Date.now() - held.at < ms) return held.value;
  const value = ask();
  store.set(name, { at: Date.now(), value });
  value.catch(() => {
    if (store.get(name)?.value === value) store.delete(name);
  });
  return value;
}

/** Throws ProviderFailure. */
export const metadataOf = (issuer: string): Promise<Metadata> =>
  kept(known().metadata, issuer, keptMs, () => discover(issuer));

/** `anew`: a key was not among those known. Throws ProviderFailure. */
export async function keysOf(issuer: string, anew = false): Promise<KeySet> {
  const { jwks_uri: target } = await metadataOf(issuer);
  return kept(known().keys, issuer, anew ? againMs : keptMs, async () => {
    const { status, json } = await askProvider(issuer, { target });
    const parsed = keySetSchema.safeParse(json);
    if (status !== 200 || !parsed.success)
      throw new ProviderFailure(`${target} answered ${status}, without a set of keys`);
    return parsed.data;
  });
}

async function discover(issuer: string): Promise<Metadata> {
  const target = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { status, json } = await askProvider(issuer, { target });
  const parsed = metadataSchema.safeParse(json);
  if (status !== 200 || !parsed.success)
    throw new ProviderFailure(`${target} answered ${status}, without a provider's description`);
  const metadata = parsed.data;
  if (metadata.issuer !== issuer)
    throw new ProviderFailure(
      `OIDC_ISSUER is ${issuer}, and the provider calls itself ${metadata.issuer.slice(0, 200)}: give it exactly so`,
    );
  const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = metadata;
  for (const endpoint of [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint])
    if (endpoint !== undefined && !isPrivateWay(new URL(endpoint)))
      throw new ProviderFailure(`${target} names ${endpoint.slice(0, 200)}, which is not https`);
  return metadata;
}
