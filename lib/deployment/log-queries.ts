import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { type Grant, may } from "@/lib/core/permissions";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { readStateFor } from "@/lib/deployment/queries";
import type { LogEvent } from "@/lib/log/event";
import { type LogFilter, readEvents, readLog, readRows } from "@/lib/log/read";
import { type ChainFault, chainFault } from "@/lib/log/verify";

const mostEvents = 1_000;

/** Throws "not found" unless the caller may see this deployment. */
export async function demandDeployment(caller: Caller, id: string): Promise<void> {
  await readStateFor(caller, id);
}

/** Those of the deployments that these grants let a person see. */
export async function visibleDeployments(
  grants: readonly Grant[],
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await query<{ id: string; projectId: string }>(
    `select id, "projectId" from "Deployment" where id = any($1)`,
    [ids],
  );
  const visible = rows.filter(({ projectId }) => may(grants, "deployment.view", projectId));
  return new Set(visible.map(({ id }) => id));
}

/** Names of the people that events speak of, by id. */
export async function namesIn(events: readonly LogEvent[]): Promise<Record<string, string>> {
  const ids = new Set<string>();
  for (const { actor, after } of events) {
    if (actor.kind === "person") ids.add(actor.id);
    if (typeof after !== "object" || after === null) continue;
    for (const key of ["personId", "deployedById"]) {
      const id = Reflect.get(after, key);
      if (typeof id === "string") ids.add(id);
    }
  }
  if (ids.size === 0) return {};
  const rows = await query<{ id: string; name: string }>(
    `select id, name from "Person" where id = any($1)`,
    [[...ids]],
  );
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

export type LogSlice = { events: DeploymentEvent[]; names: Record<string, string> };

/** Events after a number, in order: for catching up and for "since you signed". */
export async function deploymentEventsAfter(
  caller: Caller,
  id: string,
  after: number,
): Promise<LogSlice> {
  await demandDeployment(caller, id);
  const events = (await readEvents(id, after, mostEvents)) as DeploymentEvent[];
  return { events, names: await namesIn(events) };
}

/** A page of a deployment's log, newest first. */
export async function deploymentLog(
  caller: Caller,
  id: string,
  filter: LogFilter,
): Promise<LogSlice & { more: boolean }> {
  await demandDeployment(caller, id);
  const events = (await readLog(id, { ...filter, limit: filter.limit + 1 })) as DeploymentEvent[];
  const shown = events.slice(0, filter.limit);
  return { events: shown, names: await namesIn(shown), more: events.length > filter.limit };
}

/** Recomputes the chain of a deployment's log; `fault` null: every event fits. */
export async function verifyDeploymentLog(
  caller: Caller,
  id: string,
): Promise<{ events: number; fault: ChainFault | null }> {
  await demandDeployment(caller, id);
  const rows = await readRows(id);
  return { events: rows.length, fault: chainFault(rows) };
}
