import { z } from "zod";
import type { Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
import { roles } from "@/lib/core/permissions";
import type { LogEvent } from "@/lib/log/event";
import { readLog } from "@/lib/log/read";
import { revealed } from "@/lib/log/read-personal";
import { demandAdmin } from "@/lib/people/queries";
import { type PersonChange, personEventKinds } from "@/lib/people/schema";

const mostChanges = 100;

const stated = z.object({
  role: z.enum(roles).optional(),
  projectId: z.string().nullish(),
  name: z.string().optional(),
  email: z.string().optional(),
});

/** What was done to a person's account, by whom: newest first. For admins. `gone`: said of what was forgotten. */
export async function personHistory(
  caller: Caller,
  personId: string,
  gone: string,
): Promise<PersonChange[]> {
  await demandAdmin(caller);
  const filter = { kinds: personEventKinds, person: null, text: "", before: null };
  const events = await revealed(await readLog(personId, { ...filter, limit: mostChanges }), gone);
  const names = await namesFor(events);
  return events.flatMap((event) => {
    const kind = personEventKinds.find((known) => known === event.kind);
    return kind ? [{ ...change(event, names), kind }] : [];
  });
}

function change(event: LogEvent, names: Map<string, string>): Omit<PersonChange, "kind"> {
  const { actor, number, at, subject } = event;
  const { role, name, email } = stated.parse(event.after ?? event.before ?? {});
  const { project, team, to } = subject;
  return {
    number,
    at,
    by: actor.kind === "person" ? (names.get(actor.id) ?? null) : null,
    role: role ?? null,
    project: project ? (names.get(project) ?? null) : null,
    team: team ? (names.get(team) ?? null) : null,
    to: to ? (names.get(to) ?? null) : null,
    name: name ?? null,
    email: email ?? null,
  };
}

/** Today's names of the people, projects and teams that events speak of, by id. */
async function namesFor(events: readonly LogEvent[]): Promise<Map<string, string>> {
  const ids = events.flatMap(({ actor, subject }) => [
    ...(actor.kind === "person" ? [actor.id] : []),
    ...Object.values(subject).filter((id) => id !== null),
  ]);
  const query = { where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } };
  const rows = await Promise.all([
    prisma().person.findMany(query),
    prisma().project.findMany(query),
    prisma().team.findMany(query),
  ]);
  return new Map(rows.flat().map(({ id, name }) => [id, name]));
}
