"use server";

import { act } from "@/lib/auth/action";
import {
  archiveTemplate,
  createTemplate,
  publishVersion,
  renameTemplate,
  restoreTemplate,
} from "@/lib/template/commands";
import type {
  CreateTemplateInput,
  PublishVersionInput,
  RenameTemplateInput,
  TemplateIdInput,
} from "@/lib/template/schema";

export async function createTemplateAction(input: CreateTemplateInput) {
  return act(createTemplate, input);
}

export async function publishVersionAction(input: PublishVersionInput) {
  return act(publishVersion, input);
}

/** Where a text is pasted or dropped and a version of it is needed at once: a new deployment. */

export async function renameTemplateAction(input: RenameTemplateInput) {
  return act(renameTemplate, input);
}

export async function archiveTemplateAction(input: TemplateIdInput) {
  return act(archiveTemplate, input);
}

export async function restoreTemplateAction(input: TemplateIdInput) {
  return act(restoreTemplate, input);
}
