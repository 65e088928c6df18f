"use server";

import { act } from "@/lib/auth/action";
import { createToken, withdrawToken } from "@/lib/token/commands";
import type { CreateTokenInput, WithdrawTokenInput } from "@/lib/token/schema";

export async function createTokenAction(input: CreateTokenInput) {
  return act(createToken, input);
}
export async function withdrawTokenAction(input: WithdrawTokenInput) {
  return act(withdrawToken, input);
}
