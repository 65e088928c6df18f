import { confirmCaller } from "@/lib/auth/confirm-caller";
import type { Actor, Caller } from "@/lib/core/caller";
import { prisma, query } from "@/lib/core/db";
import { type Grant, projectsFor } from "@/lib/core/permissions";
import type { ListFilter } from "@/lib/deployment/list-search";
import type { AskedOfMe, DeploymentList, DeploymentListItem } from "@/lib/deployment/view";

export const listPageSize = 25;

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * The deployer answers "deployed by"; an approver who was never named deployer answers the other sign-offs:
 * those of their teams, and the final one. The same as `signerBlocker`, as a condition on rows.
 */
const waitsForMe = `(d.status in ('planned', 'in_flight') and (
  $1 = any(d."awaitingPersonIds")
  or ($1 <> all(d."deployerIds") and ($2::text[] is null or d."projectId" = any($2))
    and (d."awaitingApproval" or d."awaitingTeamIds" && $3::text[]))))`;

/** Waiting for me, in flight, planned, closed, cancelled; the soonest or the latest first in each. */
const listSql = `
with found as materialized (
  select d.id, ${waitsForMe} as mine, d.status, d."plannedAt", d."startedAt", d."closedAt", d."createdAt"
  from "Deployment" d
  where ($4::text[] is null or d."projectId" = any($4))
    and (case when $5::text is null then d.status <> 'cancelled' else d.status::text = $5 end)
    and ($6::text is null or d."projectId" = $6)
    and ($7::text is null or d."environmentId" = $7)
    and ($8::text is null or d.title ilike $8 or d.version ilike $8
      or d."projectId" in (select id from "Project" where name ilike $8)
      or d."environmentId" in (select id from "Environment" where name ilike $8))
), sorted as (
  select *, count(*) over () as total from found where mine or not $9
), page as (
  select *, row_number() over (order by (not mine), status,
    case when status = 'planned' then "plannedAt" end asc nulls last,
    coalesce("closedAt", "startedAt", "createdAt") desc, id) as place
  from sorted order by place limit $10 offset $11
)
select page.total::int, d.id, d.title, d.version,
  jsonb_build_object('id', p.id, 'name', p.name) as project,
  jsonb_build_object('id', e.id, 'name', e.name) as environment,
  d.status, d.outcome, ${iso('d."plannedAt"')} as "plannedAt", ${iso('d."closedAt"')} as "closedAt",
  ${iso('d."createdAt"')} as "createdAt", d.summary, coalesce(b.name, '') as "deployedByName",
  page.mine as "waitsForMe", (
    select jsonb_agg(jsonb_build_object('label', r ->> 'label', 'name', o.name))
    from jsonb_array_elements(d.summary -> 'refused') r join "Person" o on o.id = r ->> 'personId'
  ) as refused
from page join "Deployment" d on d.id = page.id
join "Project" p on p.id = d."projectId" join "Environment" e on e.id = d."environmentId"
left join "Person" b on b.id = d."deployedById"
order by page.place`;

/** Requests to sign that wait for me: asked by name, or as one of the team who may sign for it. */
const askedSql = `
select a.value || jsonb_build_object('deploymentId', d.id, 'title', d.title, 'version', d.version,
  'project', p.name, 'environment', e.name, 'byName', coalesce(b.name, a.value ->> 'byId')) as asked
from "Deployment" d cross join jsonb_array_elements(d.summary -> 'asked') a
join "Project" p on p.id = d."projectId" join "Environment" e on e.id = d."environmentId"
left join "Person" b on b.id = a.value ->> 'byId'
where d.status in ('planned', 'in_flight') and ($4::text[] is null or d."projectId" = any($4))
  and (a.value ->> 'personId' = $1 or (a.value ->> 'teamId' = any($3::text[])
    and $1 <> all(d."deployerIds") and ($2::text[] is null or d."projectId" = any($2))))
order by (a.value ->> 'now')::boolean desc,
  coalesce(a.value ->> 'remindedAt', a.value ->> 'at') desc, a.value ->> 'id' limit 50`;

const anySql = `select exists (
  select 1 from "Deployment" where $1::text[] is null or "projectId" = any($1)) as any`;

/** Projects of an approver's grants: what `sign_off.sign` says is wider, it holds for deployers too. */
function approves(grants: readonly Grant[]): string[] | null {
  const own = grants.filter(({ role }) => role === "approver");
  if (own.some(({ projectId }) => projectId === null)) return null;
  return own.flatMap(({ projectId }) => projectId ?? []);
}

const seenBy = (actor: Actor): string[] | null => {
  const seen = actor.kind === "system" ? "all" : projectsFor(actor.grants, "deployment.view");
  return seen === "all" ? null : seen;
};

/** One page of the deployments that the caller may see. A page past the last is the first. */
export async function listDeployments(caller: Caller, filter: ListFilter): Promise<DeploymentList> {
  const actor = await confirmCaller(caller);
  const person =
    actor.kind === "person" ? actor : { id: "", grants: [], memberships: [], delegations: [] };
  const text = filter.text ? `%${filter.text.replace(/[\\%_]/g, "\\$&")}%` : null;
  const teamIds = [...person.memberships, ...person.delegations].map(({ teamId }) => teamId);
  const who = [person.id, approves(person.grants), teamIds, seenBy(actor)];
  const read = (page: number) =>
    query<DeploymentListItem & { total: number }>(listSql, [
      ...who,
      ...[filter.status ?? null, filter.projectId ?? null, filter.environmentId ?? null, text],
      ...[filter.mine ?? false, listPageSize, (page - 1) * listPageSize],
    ]);
  let page = filter.page;
  const [first, asked] = await Promise.all([
    read(page),
    query<{ asked: AskedOfMe }>(askedSql, who),
  ]);
  let rows = first;
  if (rows.length === 0 && page > 1) {
    // The list got shorter since its address was made.
    page = 1;
    rows = await read(page);
  }
  const deployments = rows.map(({ total: _, ...item }) => item);
  return {
    ...{ deployments, asked: asked.map((row) => row.asked) },
    ...{ total: rows[0]?.total ?? 0, page, pageSize: listPageSize },
  };
}

export type ListChoices = {
  projects: { id: string; name: string; environments: { id: string; name: string }[] }[];
  /** Whether there is any deployment to see, whatever the filter. */
  any: boolean;
};

/** What the list can be filtered by. */
export async function listChoices(caller: Caller): Promise<ListChoices> {
  const seen = seenBy(await confirmCaller(caller));
  const [projects, rows] = await Promise.all([
    prisma().project.findMany({
      where: seen === null ? {} : { id: { in: seen } },
      select: {
        ...{ id: true, name: true },
        environments: { select: { id: true, name: true }, orderBy: { name: "asc" } },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    query<{ any: boolean }>(anySql, [seen]),
  ]);
  return { projects, any: rows[0]?.any === true };
}
