import { type Reason, reason } from "@/lib/core/errors";

/** A sign-in is new for so long (seconds): what is signed with it was meant by the one who signed in. */
export const FRESH_SECONDS = 5 * 60;
/** How far the provider's clock may go before ours, in seconds. */
const SKEW_SECONDS = 60;

/**
 * Why a visit at the provider is no fresh sign-in. `authTime`: when they entered their credentials there, seconds
 * since 1970; undefined: the provider does not say, and when its answer was made does not replace it.
 */
export function freshBlocker(authTime: number | undefined, now: Date, name: string): Reason | null {
  const age = now.getTime() / 1000 - (authTime ?? Number.NaN);
  if (!(age >= -SKEW_SECONDS)) return reason("provider_no_auth_time", { name });
  return age >= FRESH_SECONDS ? reason("provider_sign_in_old", { name }) : null;
}

/** Somebody with a verified email at the provider, and the one person who has it here. */
export type Candidate = { disabled: boolean; linked: boolean } | null;

/** Why nobody is linked by this email. The disabled are told what strangers are. */
export function linkBlocker(
  email: { address: string; verified: boolean } | null,
  person: Candidate,
  name: string,
): Reason | null {
  if (!email?.verified) return reason("provider_email_unverified", { name });
  if (!person || person.disabled) return reason("provider_no_account", { name });
  return person.linked ? reason("provider_other_identity", { name }) : null;
}
