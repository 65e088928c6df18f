"use server";

import { act, attempt } from "@/lib/auth/action";
import { erased } from "@/lib/deployment/contacts";
import { createDeployment } from "@/lib/deployment/create-command";
import {
  cancelDeployment,
  changeContacts,
  changeReferences,
  closeDeployment,
  declareIssue,
  editHeader,
  endIssue,
  openEarly,
} from "@/lib/deployment/header-commands";
import {
  addItem,
  addNote,
  correctItem,
  settleItem,
  settleSection,
} from "@/lib/deployment/item-commands";
import { keepForNextTime } from "@/lib/deployment/keep-commands";
import type {
  AddItemInput,
  AddNoteInput,
  CancelDeploymentInput,
  ChangeContactsInput,
  ChangeReferencesInput,
  CloseDeploymentInput,
  CorrectItemInput,
  CreateDeploymentInput,
  DeclareIssueInput,
  EditHeaderInput,
  EndIssueInput,
  KeepInput,
  OpenEarlyInput,
  SettleItemInput,
  SettleSectionInput,
} from "@/lib/deployment/schema";
import { revealed } from "@/lib/log/read-personal";

export async function createDeploymentAction(input: CreateDeploymentInput) {
  return act(createDeployment, input);
}
export async function settleItemAction(input: SettleItemInput) {
  return act(settleItem, input);
}
export async function settleSectionAction(input: SettleSectionInput) {
  return act(settleSection, input);
}
export async function correctItemAction(input: CorrectItemInput) {
  return act(correctItem, input);
}
export async function addItemAction(input: AddItemInput) {
  return act(addItem, input);
}
export async function addNoteAction(input: AddNoteInput) {
  return act(addNote, input);
}
export async function editHeaderAction(input: EditHeaderInput) {
  return act(editHeader, input);
}
export async function cancelDeploymentAction(input: CancelDeploymentInput) {
  return act(cancelDeployment, input);
}
export async function openEarlyAction(input: OpenEarlyInput) {
  return act(openEarly, input);
}
export async function changeContactsAction(input: ChangeContactsInput) {
  return attempt(async (caller) => {
    const done = await changeContacts(caller, input);
    return { ok: true as const, ...done, events: await revealed(done.events, erased) };
  });
}
export async function changeReferencesAction(input: ChangeReferencesInput) {
  return act(changeReferences, input);
}
export async function declareIssueAction(input: DeclareIssueInput) {
  return act(declareIssue, input);
}
export async function endIssueAction(input: EndIssueInput) {
  return act(endIssue, input);
}
export async function closeDeploymentAction(input: CloseDeploymentInput) {
  return act(closeDeployment, input);
}
export async function keepForNextTimeAction(input: KeepInput) {
  return act(keepForNextTime, input);
}
