import { parseInput } from "@/lib/command/command";
import type { Caller } from "@/lib/core/caller";
import { AppError, reason } from "@/lib/core/errors";
import { readStateFor } from "@/lib/deployment/queries";
import { planOf } from "@/lib/deployment/units";
import { provider } from "@/lib/identity/provider";
import { signWays } from "@/lib/identity/queries";
import { prepare } from "@/lib/sign-off/prepare";
import { type StatementView, statementInput } from "@/lib/sign-off/schema";
import { signOffOf } from "@/lib/sign-off/sign-off-of";
import { staleAbove } from "@/lib/sign-off/stale";
import { documentOf } from "@/lib/template/documents";

/** What the one who asks would sign now: the words, what they cover, and what is too old to sign on. */
export async function statementView(caller: Caller, raw: unknown): Promise<StatementView> {
  const input = parseInput(statementInput, raw);
  const { actor, state } = await readStateFor(caller, input.deploymentId, "sign_off.sign");
  if (actor.kind !== "person") throw new AppError("forbidden", reason("people_sign"));
  const signOff = signOffOf(state, input.signOffKey);
  const document = await documentOf(state.template.versionId);
  const plan = planOf(document, state);
  const { coverage, ...made } = prepare(document, state, signOff, {
    signer: actor,
    locale: input.locale,
    closing: signOff.kind === "deployed_by" ? input.closing : null,
  });
  const stale = staleAbove(plan, state, signOff.key, new Date());
  const ways = await signWays(actor.id, provider());
  return { ...made, ...coverage, stale, ways };
}
