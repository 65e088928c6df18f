import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { adminEventOf } from "@/lib/installation/event-view";
import {
  type AdminChains,
  type AdminLog,
  type AdminLogSearch,
  type AdminStream,
  type AnchorState,
  adminPageSize,
  adminStreams,
} from "@/lib/installation/schema";
import { checkLogs } from "@/lib/log/check-logs";
import type { LogEvent } from "@/lib/log/event";
import { revealed } from "@/lib/log/read-personal";
import { demandAdmin } from "@/lib/people/queries";

/** What was done to people, teams, projects, environments, templates and keys: a page, newest first. For admins. `gone`: said of what was forgotten. */
export async function adminLog(
  caller: Caller,
  search: AdminLogSearch,
  gone: string,
): Promise<AdminLog> {
  await demandAdmin(caller);
  const [names, rows, anchors] = await Promise.all([
    allNames(),
    readPage(search),
    query<Omit<AnchorState, "doneAt" | "triedAt"> & { doneAt: Date | null; triedAt: Date }>(
      `select target, "doneAt", "triedAt", tries, failure from "LogAnchorTarget" order by target`,
    ),
  ]);
  const logged = await revealed(
    rows.map(({ body }) => JSON.parse(body) as LogEvent),
    gone,
  );
  const events = logged.map((event) => adminEventOf(event, names.all));
  return {
    events,
    total: rows[0]?.total ?? 0,
    people: names.people,
    anchors: anchors.map(({ doneAt, triedAt, ...rest }) => ({
      ...rest,
      doneAt: doneAt?.toISOString() ?? null,
      triedAt: triedAt.toISOString(),
    })),
  };
}

/** Recomputes the chains of the same logs, with their signed heads. */
export async function verifyAdminLogs(caller: Caller): Promise<AdminChains> {
  await demandAdmin(caller);
  const names = (await allNames()).all;
  const chains: AdminChains = { logs: 0, events: 0, faults: [] };
  for await (const { streamId, kind, events, fault } of checkLogs(null, new Map(), adminStreams)) {
    chains.logs += 1;
    chains.events += events;
    const stream = adminStreams.find((known) => known === kind) ?? "installation";
    if (fault) chains.faults.push({ stream, name: names.get(streamId) ?? streamId, ...fault });
  }
  return chains;
}

type Row = { body: string; total: number };

/** Words find what events say, and whom and what they speak of by the names of today. */
async function readPage({ kind, person, text, page }: AdminLogSearch): Promise<Row[]> {
  const kinds: readonly AdminStream[] = kind ? [kind] : adminStreams;
  const named = `select id from "Person" where name ilike $3 union select id from "Team" where name ilike $3
    union select id from "Project" where name ilike $3 union select id from "Environment" where name ilike $3
    union select id from "Template" where name ilike $3 union select "streamId" from "PersonalValue" where value ilike $3`;
  return query<Row>(
    `select e.body, count(*) over ()::int as total from "Event" e join "Stream" s on s.id = e."streamId"
     where s.kind = any($1) and ($2::text is null or e.body::jsonb #>> '{actor,id}' = $2)
       and ($3 = '%%' or e."streamId" in (${named}) or e.body::jsonb #>> '{actor,id}' in (${named})
         or (e.body::jsonb ->> 'before') ilike $3 or (e.body::jsonb ->> 'after') ilike $3)
     order by e.at desc, e."streamId", e.number desc limit $4 offset $5`,
    [
      ...[kinds, person, `%${text.replace(/[\\%_]/g, "\\$&")}%`],
      ...[adminPageSize, (page - 1) * adminPageSize],
    ],
  );
}

async function allNames(): Promise<{ all: Map<string, string>; people: Record<string, string> }> {
  const rows = await query<{ id: string; name: string; person: boolean }>(
    `select id, name, true as person from "Person" union all select id, name, false from "Team"
     union all select id, name, false from "Project" union all select id, name, false from "Template"
     union all select e.id, p.name || ' · ' || e.name, false from "Environment" e join "Project" p on p.id = e."projectId"`,
  );
  const people = rows.filter(({ person }) => person).map(({ id, name }) => [id, name]);
  return {
    all: new Map(rows.map(({ id, name }) => [id, name])),
    people: Object.fromEntries(people),
  };
}
