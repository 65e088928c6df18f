import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError, type ErrorView, reason } from "@/lib/core/errors";
import { readStateFor } from "@/lib/deployment/queries";
import { type ProviderSigningView, signInput } from "@/lib/sign-off/schema";

type Row = { input: unknown; error: ErrorView | null };

/** What came of one's own signature that was taken to the provider. Throws `not_found`. */
export async function providerSigning(
  caller: Caller,
  deploymentId: string,
  id: string,
): Promise<ProviderSigningView> {
  const { actor, state } = await readStateFor(caller, deploymentId, "sign_off.sign");
  const personId = actor.kind === "person" ? actor.id : "";
  const [row] = await query<Row>(
    `select input, error from "ProviderSigning"
     where id = $1 and "deploymentId" = $2 and "personId" = $3`,
    [id, deploymentId, personId],
  );
  if (!row) throw new AppError("not_found");
  const { signOffKey, closing, seen } = signInput.parse(row.input);
  // The log says whether it was made; a process that ended on the way has said nothing here.
  const signed = Object.values(state.signatures).some(
    (one) => one.signOffKey === signOffKey && one.personId === personId && one.number > seen,
  );
  if (signed || row.error) return { signOffKey, closing, signed, error: row.error };
  const error = { code: "refused", reason: reason("provider_used") } as const;
  return { signOffKey, closing, signed, error };
}
