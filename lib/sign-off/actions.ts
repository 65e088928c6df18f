"use server";

import { act, attempt } from "@/lib/auth/action";
import { refuse, withdraw } from "@/lib/sign-off/commands";
import type { RefuseInput, SignWithPasswordInput, WithdrawInput } from "@/lib/sign-off/schema";
import { signWithPassword } from "@/lib/sign-off/sign";

export async function signAction(input: SignWithPasswordInput) {
  return attempt(async (caller) => ({
    ok: true as const,
    ...(await signWithPassword(caller, input)),
  }));
}

export async function refuseAction(input: RefuseInput) {
  return act(refuse, input);
}

export async function withdrawAction(input: WithdrawInput) {
  return act(withdraw, input);
}
