import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Caller } from "@/lib/core/caller";
import { createDeployment } from "@/lib/deployment/create-command";
import { readState } from "@/lib/deployment/queries";
import type { SettleItemInput } from "@/lib/deployment/schema";
import { planOf } from "@/lib/deployment/units";
import { prismaFolder } from "@/lib/process/roots";
import { createTemplate } from "@/lib/template/commands";
import { documentOf } from "@/lib/template/documents";
import { makePerson, makeProject } from "@/lib/testing/fixtures";

/** What the figures are taken from: a manager and a template of the seed's checklist, made through commands. */
export type Place = {
  personId: string;
  caller: Caller;
  projectId: string;
  environmentId: string;
  templateVersionId: string;
};

export async function makePlace(): Promise<Place> {
  const manager = await makePerson({ name: "Bench Manager", roles: ["release_manager"] });
  const project = await makeProject();
  const text = readFileSync(join(prismaFolder, "production-deployment-checklist.md"), "utf8");
  const template = { name: "Checklist", projectId: project.id, text, note: "" };
  const { versionId } = (await createTemplate(manager.caller, template)).result;
  return {
    personId: manager.id,
    caller: manager.caller,
    projectId: project.id,
    environmentId: project.environmentId,
    templateVersionId: versionId,
  };
}

export async function makeDeployment(place: Place, version = "1.0.0"): Promise<string> {
  const { projectId, environmentId, templateVersionId, personId } = place;
  const input = { projectId, environmentId, templateVersionId, version, deployedById: personId };
  return (await createDeployment(place.caller, input)).result.deploymentId;
}

export const makeDeployments = (place: Place, count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => makeDeployment(place, `1.0.${index}`)));

/** The items that can be ticked at the beginning: childless ones of the unit that is open. */
export async function openItems(deploymentId: string): Promise<string[]> {
  const state = await readState(deploymentId);
  const plan = planOf(await documentOf(state.template.versionId), state);
  const unit = plan.units.find((candidate) => state.opened[candidate.key]);
  return (unit?.itemKeys ?? []).filter((key) => plan.items[key]?.childKeys.length === 0);
}

/** Ticks its items one after the other, then unticks them, and so on; each call gives the next input. */
export function ticking(deploymentId: string, itemKeys: readonly string[]): () => SettleItemInput {
  const versions = new Map<string, number>();
  let turn = 0;
  return () => {
    const itemKey = itemKeys[turn % itemKeys.length];
    if (itemKey === undefined) throw new Error(`${deploymentId} has no item that can be ticked`);
    const to = Math.floor(turn / itemKeys.length) % 2 === 0 ? "done" : "todo";
    const version = versions.get(itemKey) ?? 0;
    versions.set(itemKey, version + 1);
    turn += 1;
    return { deploymentId, itemKey, to, reason: null, version };
  };
}
