"use server";

import { act } from "@/lib/auth/action";
import {
  createEnvironment,
  createProject,
  editEnvironment,
  editProject,
} from "@/lib/project/commands";
import type {
  CreateEnvironmentInput,
  CreateProjectInput,
  EditEnvironmentInput,
  EditProjectInput,
} from "@/lib/project/schema";

export async function createProjectAction(input: CreateProjectInput) {
  return act(createProject, input);
}
export async function editProjectAction(input: EditProjectInput) {
  return act(editProject, input);
}
export async function createEnvironmentAction(input: CreateEnvironmentInput) {
  return act(createEnvironment, input);
}
export async function editEnvironmentAction(input: EditEnvironmentInput) {
  return act(editEnvironment, input);
}
