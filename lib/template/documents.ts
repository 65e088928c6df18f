import type { Checklist } from "@/lib/checklist/schema";
import { query, type Tx } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { processWide } from "@/lib/core/process-wide";

/** Published readings never change: the most recently used are kept in the process. */
const held = processWide("documents", () => new Map<string, Checklist>());
const most = 64;

/** The frozen reading of a published version. Checks no permission: its callers have. Inside a transaction, give `tx`. */
export async function documentOf(versionId: string, tx?: Tx): Promise<Checklist> {
  const known = held.get(versionId);
  const document = known ?? (await read(versionId, tx));
  held.delete(versionId);
  held.set(versionId, document);
  const oldest = held.keys().next();
  if (held.size > most && !oldest.done) held.delete(oldest.value);
  return document;
}

async function read(versionId: string, tx?: Tx): Promise<Checklist> {
  const [row] = await (tx?.query ?? query)<{ document: Checklist }>(
    `select document from "TemplateVersion" where id = $1`,
    [versionId],
  );
  if (!row) throw new AppError("not_found");
  return row.document;
}
