import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { readStateFor } from "@/lib/deployment/queries";
import { planOf } from "@/lib/deployment/units";
import { signerBlocker } from "@/lib/sign-off/rules";
import type { AskableView } from "@/lib/sign-off/schema";
import { signOffOf } from "@/lib/sign-off/sign-off-of";
import { readCandidates } from "@/lib/sign-off/signers";
import { documentOf } from "@/lib/template/documents";

/** Who could answer this sign-off, now or later. The team only where somebody in it could. */
export async function askable(
  caller: Caller,
  id: string,
  signOffKey: string,
): Promise<AskableView> {
  const { state } = await readStateFor(caller, id, "sign_off.ask");
  const signOff = signOffOf(state, signOffKey);
  const plan = planOf(await documentOf(state.template.versionId), state);
  const candidates = await readCandidates({ query }, state, signOff);
  const people = candidates
    .filter((one) => signerBlocker(plan, state, signOff, one) === null)
    .map(({ id, name }) => ({ id, name }));
  const { kind, teamId, teamName, label } = signOff;
  const team = kind === "team" && teamId ? { id: teamId, name: teamName ?? label } : null;
  return { team: people.length > 0 ? team : null, people };
}
