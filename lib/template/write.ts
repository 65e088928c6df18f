import { demand } from "@/lib/command/command";
import type { Actor } from "@/lib/core/caller";
import type { Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { may } from "@/lib/core/permissions";
import type { NewEvent } from "@/lib/log/event";
import type { Prepared } from "@/lib/template/prepare";
import { type LatestVersion, maySeeTemplate } from "@/lib/template/rules";

export type LockedTemplate = {
  id: string;
  projectId: string | null;
  name: string;
  archivedAt: string | null;
  latest: LatestVersion;
};

type NewVersion = {
  id: string;
  templateId: string;
  number: number;
  note: string;
  prepared: Prepared;
  now: Date;
};

export const actorId = (actor: Actor): string =>
  actor.kind === "person" ? actor.id : `system:${actor.name}`;

/** A template as it stands now, with its newest version: its stream is locked. */
export async function lockedTemplate(tx: Tx, id: string): Promise<LockedTemplate> {
  const [row] = await tx.query<{ template: LockedTemplate }>(
    `select jsonb_build_object('id', t.id, 'projectId', t."projectId", 'name', t.name, 'archivedAt', t."archivedAt",
      'latest', (select jsonb_build_object('id', v.id, 'number', v.number, 'textHash', v."textHash",
        'parserVersion', v."parserVersion", 'publishedById', v."publishedById", 'publishedBy', p.name,
        'publishedAt', v."publishedAt")
        from "TemplateVersion" v left join "Person" p on p.id = v."publishedById"
        where v."templateId" = t.id order by v.number desc limit 1)) as template
     from "Template" t where t.id = $1`,
    [id],
  );
  if (!row) throw new AppError("not_found");
  const { latest } = row.template;
  const publishedAt = new Date(latest.publishedAt).toISOString();
  return { ...row.template, latest: { ...latest, publishedAt } };
}

/** Not found for who may not see it, forbidden for who may not change it. */
export function demandEdit(actor: Actor, template: { projectId: string | null }): void {
  if (actor.kind === "person" && !maySeeTemplate(actor.grants, template.projectId)) {
    throw new AppError("not_found");
  }
  demand(actor, "template.edit", template.projectId);
}

/** The same for the project that a new template is for. */
export async function demandProject(tx: Tx, actor: Actor, projectId: string | null): Promise<void> {
  if (projectId !== null) {
    const found = await tx.query(`select id from "Project" where id = $1`, [projectId]);
    const seen = actor.kind === "system" || may(actor.grants, "project.view", projectId);
    if (found.length === 0 || !seen) throw new AppError("not_found");
  }
  demand(actor, "template.edit", projectId);
}

/**
 * Inserted here and not as one of the command's `rows`: those may update what is there, a right that the
 * application's role does not have on published versions. `template` is given for a template's first.
 */
export async function insertVersion(
  tx: Tx,
  actor: Actor,
  version: NewVersion,
  template?: { name: string; projectId: string | null },
): Promise<void> {
  const { id, templateId, number, note, prepared, now } = version;
  const { text, textHash, parserVersion, document } = prepared;
  const at = now.toISOString();
  if (template) {
    await tx.query(
      `insert into "Template" (id, "projectId", name, "createdAt") values ($1, $2, $3, $4)`,
      [templateId, template.projectId, template.name, at],
    );
  }
  await tx.query(
    `insert into "TemplateVersion" (id, "templateId", number, text, "textHash", "parserVersion", document, note, "publishedById", "publishedAt")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, templateId, number, text, textHash, parserVersion, JSON.stringify(document)],
      ...[note, actorId(actor), at],
    ],
  );
}

/** Ids, hash and counts: the text itself is frozen in the version. */
export function publishedEvent(version: NewVersion): NewEvent {
  const { id, templateId, number, note, prepared } = version;
  const { textHash, parserVersion, document } = prepared;
  return {
    kind: "template.version_published",
    subject: { template: templateId, version: id },
    before: null,
    after: { number, textHash, parserVersion, counts: document.counts, note },
  };
}
