import type { Checklist } from "@/lib/checklist/schema";
import type { Tx } from "@/lib/core/db";
import { type Differs, differsFrom } from "@/lib/deployment/differs";
import { documentOf } from "@/lib/template/documents";

type Row = Differs["template"] & { versionId: string };

/** How this checklist differs from the newest version of the project's default template; null: not, or there is none. */
export async function differsOf(
  tx: Tx,
  { projectId, templateVersionId }: { projectId: string; templateVersionId: string },
  document: Checklist,
): Promise<Differs | null> {
  const [row] = await tx.query<Row>(
    `select t.id, t.name, v.number, v.id as "versionId"
     from "Project" p join "Template" t on t.id = p."defaultTemplateId" and t."archivedAt" is null
     join "TemplateVersion" v on v."templateId" = t.id
     where p.id = $1 order by v.number desc limit 1`,
    [projectId],
  );
  if (!row || row.versionId === templateVersionId) return null;
  const { versionId, ...template } = row;
  return differsFrom(template, await documentOf(versionId, tx), document);
}
