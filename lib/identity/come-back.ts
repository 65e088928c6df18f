import { randomUUID } from "node:crypto";
import { reserveAttempt } from "@/lib/auth/attempts";
import { AppError, reason } from "@/lib/core/errors";
import { ProviderFailure } from "@/lib/identity/ask-provider";
import { exchangeCode, type Proven } from "@/lib/identity/exchange-code";
import type { Provider } from "@/lib/identity/provider";
import type { Visit } from "@/lib/identity/visit";

/**
 * Who came back from the provider. What can be guessed is guessed there; here an address has as many failures as
 * with passwords, and `account` too, where it is known already who comes. Throws AppError.
 */
export async function comeBack<Result>(
  provider: Provider,
  visit: Visit,
  answer: URLSearchParams,
  from: { address: string; account?: string },
  accept: (proven: Proven) => Promise<Result>,
): Promise<Result> {
  const { name } = provider;
  const said = answer.get("error");
  if (said !== null) {
    const cancelled = ["access_denied", "interaction_required", "login_required"].includes(said);
    if (!cancelled)
      console.warn(`identity provider: it answered ${JSON.stringify(said.slice(0, 60))}`);
    throw new AppError(
      "refused",
      reason(cancelled ? "provider_cancelled" : "provider_refused", { name }),
    );
  }
  const account = from.account ?? `visit ${randomUUID()}`;
  const attempt = await reserveAttempt(account, from.address, new Date());
  let proven: Proven;
  try {
    proven = await exchangeCode(provider, visit, answer, new Date());
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    console.warn(`identity provider: ${error.message}`);
    throw new AppError("refused", reason("provider_refused", { name }));
  }
  const result = await accept(proven);
  await attempt.succeeded();
  return result;
}
