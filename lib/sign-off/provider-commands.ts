import { randomUUID } from "node:crypto";
import { errorView } from "@/lib/auth/action";
import { demandStorable, parseInput } from "@/lib/command/command";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import type { Authenticated } from "@/lib/deployment/events";
import { readStateFor } from "@/lib/deployment/queries";
import type { Proven } from "@/lib/identity/exchange-code";
import { personOf, signWays } from "@/lib/identity/queries";
import { freshBlocker } from "@/lib/identity/rules";
import { VISIT_SECONDS } from "@/lib/identity/visit";
import { sign } from "@/lib/sign-off/commands";
import { signInput } from "@/lib/sign-off/schema";
import { signOffOf } from "@/lib/sign-off/sign-off-of";

/** Of one person; whoever begins again and again leaves the oldest behind. */
const mostKept = 20;

type At = { issuer: string; name: string };

/** Before the way to the provider: what is to be signed is kept here, for this session and ten minutes. Its id. */
export async function keepSigning(caller: Caller, at: At | null, raw: unknown): Promise<string> {
  const input = parseInput(signInput, raw);
  demandStorable(input);
  const { actor, state } = await readStateFor(caller, input.deploymentId, "sign_off.sign");
  if (actor.kind !== "person" || caller.actor.kind !== "person")
    throw new AppError("forbidden", reason("people_sign"));
  signOffOf(state, input.signOffKey);
  if (!at) throw new AppError("refused", reason("provider_none"));
  const { provider } = await signWays(actor.id, at);
  if (provider === null)
    throw new AppError("refused", reason("provider_not_linked", { name: at.name }));
  const id = randomUUID();
  await query(
    `with older as (
       delete from "ProviderSigning" where id in (
         select id from "ProviderSigning" where "personId" = $2 order by "createdAt" desc offset ${mostKept - 1}))
     insert into "ProviderSigning" (id, "personId", epoch, "deploymentId", input, "createdAt")
     values ($1, $2, $3, $4, $5, $6)`,
    [
      ...[id, actor.id, caller.actor.epoch, input.deploymentId, JSON.stringify(input)],
      new Date().toISOString(),
    ],
  );
  return id;
}

/** Takes it for good: what comes back a second time, late or in another session, finds nothing. */
async function take(caller: Caller, id: string): Promise<unknown> {
  if (caller.actor.kind !== "person") return null;
  const { id: personId, epoch } = caller.actor;
  const [taken] = await query<{ input: unknown }>(
    `update "ProviderSigning" set "usedAt" = $4
     where id = $1 and "personId" = $2 and epoch = $3 and "usedAt" is null
       and "createdAt" > $4::timestamptz - make_interval(secs => ${VISIT_SECONDS})
     returning input`,
    [id, personId, epoch, new Date().toISOString()],
  );
  return taken?.input ?? null;
}

/**
 * Back from the provider: `prove` says who came back. They are the one who left, have just signed in, and sign what
 * they read before; what keeps them from it is kept with it, for the page (provider-queries.ts). What was taken before,
 * or is somebody else's, is not touched.
 */
export async function finishSigning(
  caller: Caller,
  at: At,
  id: string,
  prove: (accept: (proven: Proven) => Promise<Authenticated>) => Promise<Authenticated>,
): Promise<void> {
  const input = await take(caller, id);
  if (!input) return;
  try {
    const authenticated = await prove((proven) => accept(caller, at, proven));
    await sign(caller, { ...parseInput(signInput, input), authenticated });
  } catch (error) {
    const view = JSON.stringify(errorView(error));
    await query(`update "ProviderSigning" set error = $2 where id = $1`, [id, view]);
  }
}

async function accept(
  caller: Caller,
  { issuer, name }: At,
  proven: Proven,
): Promise<Authenticated> {
  const there = await personOf(issuer, proven.subject);
  if (caller.actor.kind !== "person" || there?.personId !== caller.actor.id)
    throw new AppError("refused", reason("provider_other_person", { name }));
  refuseIf(freshBlocker(proven.authTime, new Date(), name));
  const authTime = new Date((proven.authTime ?? 0) * 1000).toISOString();
  return { by: "oidc", issuer, authTime };
}
