import { isDeepStrictEqual } from "node:util";
import type { Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import type { LogEvent } from "@/lib/log/event";
import { readLog } from "@/lib/log/read";
import { getProject } from "@/lib/project/queries";
import { changeFields, type ProjectChange, projectEventKinds } from "@/lib/project/schema";

const mostChanges = 50;

/** What was done to a project and its environments, by whom: newest first. For everybody who may see the project. */
export async function projectHistory(caller: Caller, slug: string): Promise<ProjectChange[]> {
  const { project } = await getProject(caller, slug);
  const filter = { kinds: projectEventKinds, person: null, text: "", before: null };
  const streams = [project.id, ...project.environments.map(({ id }) => id)];
  const logs = await Promise.all(
    streams.map((id) => readLog(id, { ...filter, limit: mostChanges })),
  );
  const events = logs.flat().sort((a, b) => b.at.localeCompare(a.at) || b.number - a.number);
  const names = await namesOfActors(events);
  const environments = new Map(project.environments.map(({ id, name }) => [id, name]));
  return events.slice(0, mostChanges).flatMap((event) => {
    const kind = projectEventKinds.find((known) => known === event.kind);
    if (!kind) return [];
    const { actor, at, number, subject, stream } = event;
    const by = actor.kind === "person" ? (names.get(actor.id) ?? null) : null;
    const environment = subject.environment ? (environments.get(subject.environment) ?? "") : null;
    return [{ id: `${stream.id}:${number}`, at, kind, by, environment, fields: changed(event) }];
  });
}

/** Names of the fields that differ; none when the thing is new. */
function changed({ before, after }: LogEvent): ProjectChange["fields"] {
  if (!isObject(before) || !isObject(after)) return [];
  return changeFields.filter(
    (field) => !isDeepStrictEqual(Reflect.get(before, field), Reflect.get(after, field)),
  );
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

async function namesOfActors(events: readonly LogEvent[]): Promise<Map<string, string>> {
  const ids = events.flatMap(({ actor }) => (actor.kind === "person" ? [actor.id] : []));
  const rows = await prisma().person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
