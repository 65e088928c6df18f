import type { NextRequest } from "next/server";
import { safeNext, signInPath } from "@/lib/auth/next-path";
import { ProviderFailure } from "@/lib/identity/ask-provider";
import { beginVisit } from "@/lib/identity/begin";
import { goTo, withProblem } from "@/lib/identity/go-to";
import { provider } from "@/lib/identity/provider";

/** The button of the sign-in page: off to the provider. */
export async function GET(request: NextRequest): Promise<Response> {
  const configured = provider();
  if (!configured) return new Response(null, { status: 404 });
  const next = safeNext(request.nextUrl.searchParams.get("next"));
  try {
    return goTo(await beginVisit(configured, { next, signing: null }));
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    console.warn(`identity provider: ${error.message}`);
    return goTo(withProblem(signInPath(next), "provider_unreachable"));
  }
}
