import { authorizationUrl, exchangeCode } from "@/lib/identity/exchange-code";
import { type Provider, providerOf } from "@/lib/identity/provider";
import { newVisit, type Visit } from "@/lib/identity/visit";
import type { startOidcProvider } from "@/lib/testing/oidc-provider";

export type TestProvider = Awaited<ReturnType<typeof startOidcProvider>>;

export function providerAt(server: TestProvider): Provider {
  const found = providerOf({ ...server.settings, HOST: "127.0.0.1", PORT: 1 });
  if (!found) throw new Error("the test's provider is not configured");
  return found;
}

/** To the provider and back as a browser goes; what it brought. */
export async function visitProvider(provider: Provider, visit: Visit): Promise<URLSearchParams> {
  const answer = await fetch(await authorizationUrl(provider, visit), { redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "").searchParams;
}

/** The whole way, as `signing` or as a sign-in. */
export async function proveAt(server: TestProvider, signing: string | null = null) {
  const provider = providerAt(server);
  const visit = newVisit({ next: "/", signing });
  return exchangeCode(provider, visit, await visitProvider(provider, visit), new Date());
}
