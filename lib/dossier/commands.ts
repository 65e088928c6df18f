import { randomUUID } from "node:crypto";
import { parseInput } from "@/lib/command/command";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import { readStateFor } from "@/lib/deployment/queries";
import { requestRecordInput } from "@/lib/dossier/inputs";

/** Name of the worker's task; its payload is `{ fileId }`. */
export const makeRecordTask = "dossier.make";

const mostWaiting = 5;

/**
 * Asks the worker for a record: for whoever may see the deployment. It changes nothing of the deployment, so it makes
 * no event. Throws "limited" when this person has several under way.
 */
export async function requestRecord(caller: Caller, raw: unknown): Promise<{ fileId: string }> {
  const input = parseInput(requestRecordInput, raw);
  await readStateFor(caller, input.deploymentId);
  if (caller.actor.kind !== "person") throw new AppError("forbidden");
  const fileId = randomUUID();
  const [made] = await query<{ id: string }>(
    `with file as (
       insert into "RecordFile" (id, "deploymentId", "personId", format, locale, contacts, names, status)
       select $1, $2, $3, $4, $5, $6, $7, 'queued'
       where (select count(*) from "RecordFile" where "personId" = $3 and status = 'queued') < $8
       returning id
     ) select file.id from file, lateral graphile_worker.add_job($9, json_build_object('fileId', file.id), max_attempts := 1)`,
    [
      ...[fileId, input.deploymentId, caller.actor.id, input.format, input.locale],
      ...[input.contacts, input.names, mostWaiting, makeRecordTask],
    ],
  );
  if (!made) throw new AppError("limited", reason("records_under_way", { n: mostWaiting }));
  return { fileId };
}
