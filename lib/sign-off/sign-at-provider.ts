import { clientAddress } from "@/lib/auth/client-address";
import { confirmCaller } from "@/lib/auth/confirm-caller";
import type { Caller } from "@/lib/core/caller";
import { AppError, reason } from "@/lib/core/errors";
import { ProviderFailure } from "@/lib/identity/ask-provider";
import { beginVisit } from "@/lib/identity/begin";
import { comeBack } from "@/lib/identity/come-back";
import { type Provider, provider } from "@/lib/identity/provider";
import type { Visit } from "@/lib/identity/visit";
import { finishSigning, keepSigning } from "@/lib/sign-off/provider-commands";
import { signInput } from "@/lib/sign-off/schema";

/** Keeps what is to be signed; where to send the browser for a new sign-in. Server actions only. */
export async function leaveToSign(caller: Caller, raw: unknown): Promise<{ url: string }> {
  const configured = provider();
  const signing = await keepSigning(caller, configured, raw);
  if (!configured) throw new AppError("refused", reason("provider_none"));
  const { deploymentId } = signInput.parse(raw);
  const next = `/deployments/${encodeURIComponent(deploymentId)}?signing=${signing}`;
  try {
    return { url: await beginVisit(configured, { next, signing }) };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    console.warn(`identity provider: ${error.message}`);
    throw new AppError("refused", reason("provider_unreachable", { name: configured.name }));
  }
}

/** The way back. Attempts are limited by the account, as with its password. */
export async function comeBackToSign(
  caller: Caller,
  configured: Provider,
  visit: Visit,
  answer: URLSearchParams,
): Promise<void> {
  const { signing } = visit;
  if (signing === null) return;
  await finishSigning(caller, configured, signing, async (accept) => {
    const actor = await confirmCaller(caller);
    if (actor.kind !== "person") throw new AppError("forbidden", reason("people_sign"));
    const from = { address: await clientAddress(), account: actor.email };
    return comeBack(configured, visit, answer, from, accept);
  });
}
