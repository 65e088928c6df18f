import type { Checklist } from "@/lib/checklist/schema";
import { query } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";

/** Published readings never change: the most recently used are kept in the process. */
const held = new Map<string, Checklist>();
const most = 64;

/** The frozen reading of a published version. Checks no permission: its callers have. */
export async function documentOf(versionId: string): Promise<Checklist> {
  const known = held.get(versionId);
  const document = known ?? (await read(versionId));
  held.delete(versionId);
  held.set(versionId, document);
  const oldest = held.keys().next();
  if (held.size > most && !oldest.done) held.delete(oldest.value);
  return document;
}

async function read(versionId: string): Promise<Checklist> {
  const [row] = await query<{ document: Checklist }>(
    `select document from "TemplateVersion" where id = $1`,
    [versionId],
  );
  if (!row) throw new AppError("not_found");
  return row.document;
}
