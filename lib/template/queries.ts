import { confirmCaller } from "@/lib/auth/confirm-caller";
import { diffChecklists } from "@/lib/checklist/diff";
import type { Checklist } from "@/lib/checklist/schema";
import type { Actor, Caller } from "@/lib/core/caller";
import { prisma, query } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { anywhere, may, projectsFor } from "@/lib/core/permissions";
import { compareTexts } from "@/lib/template/compare";
import { documentOf } from "@/lib/template/documents";
import { maySeeTemplate } from "@/lib/template/rules";
import type {
  TemplateList,
  TemplatePlaces,
  TemplateSummary,
  TemplateView,
  VersionComparison,
  VersionSummary,
  VersionView,
} from "@/lib/template/schema";

const notFound = () => new AppError("not_found");

/** A version as lists show it, as JSON; `v` and `p` are the version and its publisher. */
const versionJson = `jsonb_build_object('id', v.id, 'number', v.number, 'note', v.note, 'textHash', v."textHash",
  'parserVersion', v."parserVersion", 'counts', v.document->'counts',
  'publishedAt', to_char(v."publishedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'publishedBy', jsonb_build_object('id', v."publishedById", 'name', p.name))`;
const fromVersions = `from "TemplateVersion" v left join "Person" p on p.id = v."publishedById"`;

type TemplateRow = Omit<TemplateSummary, "latest"> & { versions: VersionSummary[] };

/** Seen templates; `which` picks one of them, `newest` only their newest version. */
async function readTemplates(
  actor: Actor,
  { id = null, newest }: { id?: string | null; newest: boolean },
): Promise<TemplateRow[]> {
  const seen = actor.kind === "system" ? "all" : projectsFor(actor.grants, "template.view");
  if (seen !== "all" && seen.length === 0) return [];
  return query<TemplateRow>(
    `select t.id, t.name, case when j.id is not null then jsonb_build_object('id', j.id, 'name', j.name) end as project,
      to_char(t."archivedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "archivedAt",
      (select jsonb_agg(one.version order by one.number desc) from (
        select v.number, ${versionJson} as version ${fromVersions}
        where v."templateId" = t.id order by v.number desc ${newest ? "limit 1" : ""}) one) as versions
     from "Template" t left join "Project" j on j.id = t."projectId"
     where ($1::text[] is null or t."projectId" is null or t."projectId" = any($1))
       and ($2::text is null or t.id = $2)
     order by t."archivedAt" is not null, lower(t.name), t.id`,
    [seen === "all" ? null : seen, id],
  );
}

async function placesFor(actor: Actor): Promise<TemplatePlaces> {
  const reach = actor.kind === "system" ? "all" : projectsFor(actor.grants, "template.edit");
  const projects = await prisma().project.findMany({
    where: reach === "all" ? {} : { id: { in: reach } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  return { projects, all: reach === "all" };
}

/** Templates that the caller may see, archived ones last, and where new ones may be made. */
export async function listTemplates(caller: Caller): Promise<TemplateList> {
  const actor = await confirmCaller(caller);
  const [rows, places] = await Promise.all([
    readTemplates(actor, { newest: true }),
    placesFor(actor),
  ]);
  const templates = rows.flatMap(({ versions: [latest], ...rest }) =>
    latest ? [{ ...rest, latest }] : [],
  );
  return { templates, places };
}

/** One template with its versions. Throws `not_found`, also for one that the caller may not see. */
export async function getTemplate(caller: Caller, id: string): Promise<TemplateView> {
  const actor = await confirmCaller(caller);
  const [row] = await readTemplates(actor, { id, newest: false });
  if (!row) throw notFound();
  const mayEdit =
    actor.kind === "system" || may(actor.grants, "template.edit", row.project?.id ?? null);
  return { ...row, mayEdit };
}

async function demandVersion(caller: Caller, versionId: string): Promise<void> {
  const [actor, [row]] = await Promise.all([
    confirmCaller(caller),
    query<{ projectId: string | null }>(
      `select t."projectId" from "TemplateVersion" v join "Template" t on t.id = v."templateId" where v.id = $1`,
      [versionId],
    ),
  ]);
  const seen = actor.kind === "system" || (row && maySeeTemplate(actor.grants, row.projectId));
  if (!row || !seen) throw notFound();
}

/** A version with its text. */
export async function getVersion(caller: Caller, versionId: string): Promise<VersionView> {
  await demandVersion(caller, versionId);
  const [row] = await query<{ version: VersionSummary; templateId: string; text: string }>(
    `select ${versionJson} as version, v."templateId", v.text ${fromVersions} where v.id = $1`,
    [versionId],
  );
  if (!row) throw notFound();
  return { ...row.version, templateId: row.templateId, text: row.text };
}

/** Its frozen reading. */
export async function versionDocument(caller: Caller, versionId: string): Promise<Checklist> {
  await demandVersion(caller, versionId);
  return documentOf(versionId);
}

/** Where the caller may make templates. Throws `forbidden` when that is nowhere. */
export async function templatePlaces(caller: Caller): Promise<TemplatePlaces> {
  const actor = await confirmCaller(caller);
  if (actor.kind === "person" && !may(actor.grants, "template.edit", anywhere)) {
    throw new AppError("forbidden");
  }
  return placesFor(actor);
}

/** Differences between two versions of a template, by their numbers. */
export async function compareVersions(
  caller: Caller,
  templateId: string,
  from: number,
  to: number,
): Promise<VersionComparison> {
  const { name, versions } = await getTemplate(caller, templateId);
  const one = (number: number) => versions.find((version) => version.number === number);
  const [before, after] = [one(from), one(to)];
  if (!before || !after) throw notFound();
  const [old, now, oldDocument, document] = await Promise.all([
    getVersion(caller, before.id),
    getVersion(caller, after.id),
    documentOf(before.id),
    documentOf(after.id),
  ]);
  const numbers = versions.map((version) => version.number);
  const items = diffChecklists(oldDocument, document);
  return { name, numbers, from, to, diff: { lines: compareTexts(old.text, now.text), items } };
}
