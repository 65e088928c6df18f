import { query } from "@/lib/core/db";
import { createDeployment } from "@/lib/deployment/create-command";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import { settleItem } from "@/lib/deployment/item-commands";
import type { ItemStateName } from "@/lib/deployment/item-state";
import { readState } from "@/lib/deployment/queries";
import { type StateRows, stateColumns, stateFromRows } from "@/lib/deployment/rows";
import type { DeploymentState } from "@/lib/deployment/state";
import { type Plan, planOf } from "@/lib/deployment/units";
import type { EventRow } from "@/lib/log/append";
import { chainFault } from "@/lib/log/verify";
import { createTemplate } from "@/lib/template/commands";
import { documentOf } from "@/lib/template/documents";
import { type MadePerson, type MadeProject, makePerson, makeProject } from "@/lib/testing/fixtures";

export type MadeDeployment = {
  id: string;
  manager: MadePerson;
  project: MadeProject;
};

type Options = { text: string; project?: MadeProject; manager?: MadePerson };

/** A project, a release manager and a deployment of this text, all its own. */
export async function makeDeployment(options: Options): Promise<MadeDeployment> {
  const project = options.project ?? (await makeProject());
  const manager = options.manager ?? (await makePerson({ roles: ["release_manager"] }));
  const template = await createTemplate(manager.caller, {
    name: "Checklist",
    projectId: project.id,
    text: options.text,
    note: "",
  });
  const made = await createDeployment(manager.caller, {
    templateVersionId: template.result.versionId,
    projectId: project.id,
    environmentId: project.environmentId,
    version: "1.0.0",
    deployedById: manager.id,
  });
  return { id: made.result.deploymentId, manager, project };
}

export async function planNow(id: string): Promise<{ state: DeploymentState; plan: Plan }> {
  const state = await readState(id);
  return { state, plan: planOf(await documentOf(state.template.versionId), state) };
}

/** Key of the item with this label. */
export async function keyOf(id: string, label: string): Promise<string> {
  const { plan } = await planNow(id);
  const item = Object.values(plan.items).find((candidate) => candidate.label === label);
  if (!item) throw new Error(`no item "${label}"`);
  return item.key;
}

/** Sets an item by its label, from the version it has now. */
export async function settle(
  made: MadeDeployment,
  label: string,
  to: ItemStateName = "done",
  reason: string | null = null,
  by: MadePerson = made.manager,
) {
  const itemKey = await keyOf(made.id, label);
  const { state } = await planNow(made.id);
  const version = state.items[itemKey]?.version ?? 0;
  return settleItem(by.caller, { deploymentId: made.id, itemKey, to, reason, version });
}

export async function logOf(id: string): Promise<EventRow[]> {
  const rows = await query<Omit<EventRow, "at"> & { at: Date }>(
    `select * from "Event" where "streamId" = $1 order by number`,
    [id],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The promise of the log: folding it gives what the rows hold, and its chain is whole. Returns the state. */
export async function foldedState(id: string): Promise<{
  folded: DeploymentState;
  stored: DeploymentState | null;
  held: DeploymentState;
  fault: ReturnType<typeof chainFault>;
}> {
  const events = await logOf(id);
  const folded = fold(events.map((row) => JSON.parse(row.body) as DeploymentEvent));
  const [row] = await query<{ rows: StateRows }>(
    `select ${stateColumns} from (select $2::text) unused`,
    [id, null, -1],
  );
  return {
    folded,
    stored: row ? stateFromRows(row.rows, folded.last) : null,
    held: await readState(id),
    fault: chainFault(events),
  };
}
