import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { readStateFor } from "@/lib/deployment/queries";

export type RecordFileView =
  | { status: "queued" | "failed" }
  | { status: "made"; fileName: string; content: Buffer };

type Row = { status: string; fileName: string | null; content: Buffer | null };

/** A record as far as it is; only for who asked for it, and only while they may see the deployment. */
export async function recordFile(
  caller: Caller,
  deploymentId: string,
  fileId: string,
): Promise<RecordFileView> {
  await readStateFor(caller, deploymentId);
  const personId = caller.actor.kind === "person" ? caller.actor.id : null;
  const [row] = await query<Row>(
    `select status, "fileName", content from "RecordFile" where id = $1 and "deploymentId" = $2 and "personId" = $3`,
    [fileId, deploymentId, personId],
  );
  if (!row) throw new AppError("not_found");
  const { fileName, content } = row;
  if (row.status === "made" && fileName && content) return { status: "made", fileName, content };
  return { status: row.status === "queued" ? "queued" : "failed" };
}
