import { reserveAttempt } from "@/lib/auth/attempts";
import { passwordMatches } from "@/lib/auth/password-hash";
import { type ActorRow, actorSql, confirm } from "@/lib/command/actor";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";

export type SignIn = { email: string; password: string; address: string };

type Account = { id: string; epoch: number; hash: string | null; disabled: boolean };

/** Longer ones are nobody's; hashing them would only cost time. */
const TOO_LONG = 1_000;

/** As accounts are named in the database. */
export const accountName = (email: string): string => email.trim().toLowerCase().slice(0, 254);

/**
 * Checks email and password. Throws AppError `limited`, or `refused` in the same words and after the
 * same time whether the account does not exist, is disabled or has another password.
 */
export async function signIn(given: SignIn): Promise<{ id: string; epoch: number }> {
  const account = accountName(given.email);
  const attempt = await reserveAttempt(account, given.address, new Date());
  const [found] = await query<Account>(
    `select id, epoch, "passwordHash" as hash, "disabledAt" is not null as disabled from "Person" where email = $1`,
    [account],
  );
  const matches = await passwordMatches(found?.hash ?? null, given.password.slice(0, TOO_LONG));
  if (!found || !matches || found.disabled) throw new AppError("refused", reason("wrong_sign_in"));
  await attempt.succeeded();
  return { id: found.id, epoch: found.epoch };
}

/**
 * The password again, of somebody who is signed in: before a signature or a change of the password.
 * Same limits as signing in. Throws AppError `refused` (wrong_password), `limited` or `signed_out`.
 */
export async function confirmPassword(
  caller: Caller,
  password: string,
  address: string,
): Promise<{ id: string; name: string; email: string }> {
  if (caller.actor.kind !== "person") throw new AppError("forbidden");
  const [row] = await query<{ actor: ActorRow; hash: string | null }>(
    `select ${actorSql("$1")} as actor, (select "passwordHash" from "Person" where id = $1) as hash`,
    [caller.actor.id],
  );
  const actor = confirm(caller, row?.actor ?? null, { beforePasswordChange: true });
  if (actor.kind !== "person") throw new AppError("forbidden");
  const attempt = await reserveAttempt(actor.email, address, new Date());
  const hash = row?.hash ?? null;
  const matches = await passwordMatches(hash, password.slice(0, TOO_LONG));
  if (!matches || hash === null) throw new AppError("refused", reason("wrong_password"));
  await attempt.succeeded();
  return { id: actor.id, name: actor.name, email: actor.email };
}
