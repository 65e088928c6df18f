"use server";

import { act } from "@/lib/auth/action";
import { unlinkIdentity } from "@/lib/identity/commands";
import type { UnlinkInput } from "@/lib/identity/schema";

export async function unlinkIdentityAction(input: UnlinkInput) {
  return act(unlinkIdentity, input);
}
