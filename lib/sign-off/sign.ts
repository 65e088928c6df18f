import { clientAddress } from "@/lib/auth/client-address";
import { confirmPassword } from "@/lib/auth/sign-in";
import { parseInput } from "@/lib/command/command";
import type { Done } from "@/lib/command/transact";
import type { Caller } from "@/lib/core/caller";
import { sign } from "@/lib/sign-off/commands";
import { signWithPasswordInput } from "@/lib/sign-off/schema";

/** Signs after the password was given again: checked outside the transaction, never passed on. */
export async function signWithPassword(
  caller: Caller,
  raw: unknown,
): Promise<Done<{ stateHash: string }>> {
  const { password, ...input } = parseInput(signWithPasswordInput, raw);
  await confirmPassword(caller, password, await clientAddress());
  return sign(caller, { ...input, authenticated: { by: "password" } });
}
