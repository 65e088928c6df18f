import { accountName } from "@/lib/auth/sign-in";
import { system } from "@/lib/core/caller";
import { AppError, reason } from "@/lib/core/errors";
import { linkIdentity } from "@/lib/identity/commands";
import type { Proven } from "@/lib/identity/exchange-code";
import type { Provider } from "@/lib/identity/provider";
import { personByEmail, personOf } from "@/lib/identity/queries";
import { linkBlocker } from "@/lib/identity/rules";

type SignedIn = { personId: string; epoch: number };

/** Letters that look like others, or become them in lower case (U+212A), name nobody here. */
const plain = /^[\x21-\x7e\s]+$/;

/**
 * The person whose identity it is; at the first sign-in, the one with the verified email. Nobody is made by it.
 * Throws AppError `refused`.
 */
export async function signInProven(
  { issuer, name }: Pick<Provider, "issuer" | "name">,
  { subject, email }: Proven,
): Promise<SignedIn> {
  const known = await personOf(issuer, subject);
  if (known) {
    if (known.disabled) throw new AppError("refused", reason("provider_no_account", { name }));
    return { personId: known.personId, epoch: known.epoch };
  }
  const address = email && plain.test(email.address) ? accountName(email.address) : null;
  const candidate = address === null ? null : await personByEmail(address, issuer);
  const blocker = linkBlocker(email, candidate, name);
  if (blocker || !candidate || address === null)
    throw new AppError("refused", blocker ?? reason("provider_no_account", { name }));
  const input = { personId: candidate.personId, issuer, subject, email: address };
  return (await linkIdentity(system(name, "browser"), input)).result;
}
