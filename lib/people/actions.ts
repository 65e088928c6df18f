"use server";

import { act, attempt } from "@/lib/auth/action";
import { renewSession } from "@/lib/auth/caller";
import { clientAddress } from "@/lib/auth/client-address";
import {
  createPerson,
  disablePerson,
  editPerson,
  enablePerson,
  resetPassword,
} from "@/lib/people/commands";
import { delegate, endDelegation } from "@/lib/people/delegation-commands";
import { forgetPerson } from "@/lib/people/forget-command";
import {
  addToTeam,
  confirmMember,
  grantRole,
  removeFromTeam,
  revokeRole,
} from "@/lib/people/grant-commands";
import { changePassword } from "@/lib/people/password-command";
import type {
  ChangePasswordInput,
  CreatePersonInput,
  CreateTeamInput,
  DelegateInput,
  EditPersonInput,
  EndDelegationInput,
  GrantRoleInput,
  MemberInput,
  PersonInput,
  RenameTeamInput,
  RevokeRoleInput,
} from "@/lib/people/schema";
import { createTeam, renameTeam } from "@/lib/people/team-commands";

export async function createPersonAction(input: CreatePersonInput) {
  return act(createPerson, input);
}
export async function editPersonAction(input: EditPersonInput) {
  return act(editPerson, input);
}
export async function disablePersonAction(input: PersonInput) {
  return act(disablePerson, input);
}
export async function forgetPersonAction(input: PersonInput) {
  return act(forgetPerson, input);
}
export async function enablePersonAction(input: PersonInput) {
  return act(enablePerson, input);
}
export async function resetPasswordAction(input: PersonInput) {
  return act(resetPassword, input);
}
export async function grantRoleAction(input: GrantRoleInput) {
  return act(grantRole, input);
}
export async function revokeRoleAction(input: RevokeRoleInput) {
  return act(revokeRole, input);
}
export async function addToTeamAction(input: MemberInput) {
  return act(addToTeam, input);
}
export async function confirmMemberAction(input: MemberInput) {
  return act(confirmMember, input);
}
export async function removeFromTeamAction(input: MemberInput) {
  return act(removeFromTeam, input);
}
export async function createTeamAction(input: CreateTeamInput) {
  return act(createTeam, input);
}
export async function renameTeamAction(input: RenameTeamInput) {
  return act(renameTeam, input);
}

/** Asks for the password again: what the delegate signs is signed in the caller's name. */
export async function delegateAction(input: DelegateInput) {
  return attempt(async (caller) => {
    await delegate(caller, input, await clientAddress());
    return { ok: true as const, result: null, events: [] };
  });
}
export async function endDelegationAction(input: EndDelegationInput) {
  return act(endDelegation, input);
}

/** Ends all sessions of this person; the browser that asked gets a new one in the same answer. */
export async function changePasswordAction(input: ChangePasswordInput) {
  return attempt(async (caller) => {
    const { result } = await changePassword(caller, input, await clientAddress());
    await renewSession(result.personId, result.epoch);
    return { ok: true as const, result: null, events: [] };
  });
}
