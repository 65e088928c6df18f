"use server";

import { act, attempt } from "@/lib/auth/action";
import { refuse, withdraw } from "@/lib/sign-off/commands";
import { askToSign, seeRequests, withdrawRequest } from "@/lib/sign-off/request-commands";
import type {
  AskInput,
  RefuseInput,
  SeeRequestsInput,
  SignAtProviderInput,
  SignWithPasswordInput,
  WithdrawInput,
  WithdrawRequestInput,
} from "@/lib/sign-off/schema";
import { signWithPassword } from "@/lib/sign-off/sign";
import { leaveToSign } from "@/lib/sign-off/sign-at-provider";

export async function signAction(input: SignWithPasswordInput) {
  return attempt(async (caller) => ({
    ok: true as const,
    ...(await signWithPassword(caller, input)),
  }));
}

/** Its result is where to go: the signature is made on the way back. */
export async function signAtProviderAction(input: SignAtProviderInput) {
  return attempt(async (caller) => ({
    ok: true as const,
    result: await leaveToSign(caller, input),
    events: [],
  }));
}

export async function refuseAction(input: RefuseInput) {
  return act(refuse, input);
}

export async function withdrawAction(input: WithdrawInput) {
  return act(withdraw, input);
}

export async function askToSignAction(input: AskInput) {
  return act(askToSign, input);
}

export async function withdrawRequestAction(input: WithdrawRequestInput) {
  return act(withdrawRequest, input);
}

export async function seeRequestsAction(input: SeeRequestsInput) {
  return act(seeRequests, input);
}
