import type { Caller } from "@/lib/core/caller";
import { createDeployment } from "@/lib/deployment/create-command";
import { addNote, settleItem } from "@/lib/deployment/item-commands";
import { readState } from "@/lib/deployment/queries";
import { signOffList } from "@/lib/deployment/standing";
import { planOf, type Unit } from "@/lib/deployment/units";
import { sign } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import { documentOf } from "@/lib/template/documents";
import type { DemoName, DemoPeople } from "@/prisma/demo-people";

type Place = { projectId: string; environmentId: string; templateVersionId: string };

const day = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

async function create(
  people: DemoPeople,
  place: Place,
  version: string,
  days: number,
): Promise<string> {
  const done = await createDeployment(people["Jisoo Kim"].caller, {
    ...place,
    version,
    title: "Knowledge Database",
    plannedAt: inDays(days),
    deployedById: people["Jisoo Kim"].id,
  });
  return done.result.deploymentId;
}

async function unitsOf(deploymentId: string): Promise<{ units: Unit[]; optional: Set<string> }> {
  const state = await readState(deploymentId);
  const plan = planOf(await documentOf(state.template.versionId), state);
  const optional = Object.values(plan.items).filter((item) => !item.required);
  return { units: plan.units, optional: new Set(optional.map((item) => item.key)) };
}

/** Probes have not run in the demo: a tick on such an item says why it was made without one. */
async function tick(deploymentId: string, caller: Caller, keys: string[], optional: Set<string>) {
  for (const itemKey of keys) {
    const state = await readState(deploymentId);
    const probed = Object.values(state.probes).some((probe) => probe.itemKey === itemKey);
    await settleItem(caller, {
      deploymentId,
      itemKey,
      to: optional.has(itemKey) ? "not_applicable" : "done",
      reason: probed ? "Checked by hand from the office network" : null,
      version: state.items[itemKey]?.version ?? 0,
    });
  }
}

async function signAll(
  deploymentId: string,
  people: DemoPeople,
  answers: Record<string, DemoName>,
): Promise<void> {
  for (const signOff of signOffList(await readState(deploymentId))) {
    const name = answers[signOff.label];
    if (!name) continue;
    const closing =
      signOff.kind === "deployed_by" ? { outcome: "success" as const, notes: "No issues" } : null;
    const ask = { deploymentId, signOffKey: signOff.key, locale: "en" as const, closing };
    const { statement, stateHash, seen } = await statementView(people[name].caller, ask);
    await sign(people[name].caller, { ...ask, statement, stateHash, seen });
  }
}

const teamAnswers: Record<string, DemoName> = {
  "Development team approval": "Lena Fischer",
  "QA team approval": "Minjun Lee",
  "Security team approval": "Amara Okafor",
  "DevOps team approval": "Tomás Silva",
  "Product owner approval": "Grace Chen",
};

/** Signed off: everything ticked, five teams and both final signatures. */
export async function makeSignedOff(people: DemoPeople, place: Place): Promise<void> {
  const id = await create(people, place, "1.0.0", -9);
  const { units, optional } = await unitsOf(id);
  const counted = units.filter(({ kind }) => kind !== "rollback" && kind !== "follow-up");
  const last = counted.pop();
  for (const unit of counted) {
    const caller = people[unit.kind === "deploy" ? "Marco Rossi" : "Jisoo Kim"].caller;
    await tick(id, caller, unit.itemKeys, optional);
  }
  await signAll(id, people, teamAnswers);
  if (last) await tick(id, people["Jisoo Kim"].caller, last.itemKeys, optional);
  await signAll(id, people, { "Deployed by": "Jisoo Kim", "Approved by": "Henrik Larsen" });
  const followUp = units.find(({ kind }) => kind === "follow-up");
  await tick(id, people["Marco Rossi"].caller, followUp?.itemKeys.slice(0, 3) ?? [], optional);
}

/** In flight: preparation done, the deployment under way, one item blocked, a note. */
export async function makeInFlight(people: DemoPeople, place: Place): Promise<void> {
  const id = await create(people, place, "1.1.0", 0);
  const { units, optional } = await unitsOf(id);
  const [prepare, deploy] = units;
  await tick(id, people["Jisoo Kim"].caller, prepare?.itemKeys ?? [], optional);
  const keys = deploy?.itemKeys ?? [];
  await tick(id, people["Marco Rossi"].caller, keys.slice(0, 7), optional);
  const waits = keys[7];
  if (!waits) return;
  await settleItem(people["Marco Rossi"].caller, {
    deploymentId: id,
    itemKey: waits,
    to: "blocked",
    reason: "Waiting for the bucket policy to be merged",
    version: 0,
  });
  const text = "The policy change is in review; Tomás expects it within the hour.";
  await addNote(people["Tomás Silva"].caller, { deploymentId: id, itemKey: waits, text });
}

export async function makePlanned(people: DemoPeople, place: Place): Promise<void> {
  await create(people, place, "1.2.0", 6);
}
