import { query } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import type { DeploymentEvent } from "@/lib/deployment/events";
import type { RecordParts } from "@/lib/dossier/make";
import type { LogEvent } from "@/lib/log/event";
import type { SignedHead } from "@/lib/log/head";
import { commitmentsIn } from "@/lib/log/personal";
import { readRows } from "@/lib/log/read";
import { readPersonal } from "@/lib/log/read-personal";
import { documentOf } from "@/lib/template/documents";

/** Reads what a dossier is made of. Checks no permission: its callers have. Throws "not found". */
export async function readRecord(deploymentId: string): Promise<RecordParts> {
  const rows = await readRows(deploymentId);
  const events = rows.map(({ body }) => JSON.parse(body) as DeploymentEvent);
  const [first] = events;
  if (first?.kind !== "deployment.created")
    throw new AppError("not_found", reason("no_such_deployment"));
  const { versionId } = first.after.template;
  const [document, text, heads, runs, people, values] = await Promise.all([
    documentOf(versionId),
    textOf(versionId),
    headsOf(deploymentId),
    runsOf(deploymentId, events),
    namesOf(events),
    readPersonal(commitmentsIn(events)),
  ]);
  return { events, document, text, ...heads, runs, people, values };
}

async function textOf(versionId: string): Promise<string> {
  const [row] = await query<{ text: string }>(`select text from "TemplateVersion" where id = $1`, [
    versionId,
  ]);
  if (!row) throw new AppError("not_found", reason("no_such_template_version"));
  return row.text;
}

async function headsOf(streamId: string): Promise<Pick<RecordParts, "heads" | "keys">> {
  const rows = await query<Omit<SignedHead, "at"> & { at: Date; publicKey: string }>(
    `select h."streamId", h.number, h."keyId", h.hash, h.at, h.signature, k."publicKey"
     from "LogHead" h join "LogKey" k on k.id = h."keyId" where h."streamId" = $1 order by h.number, h.at`,
    [streamId],
  );
  const heads = rows.map(({ publicKey: _, ...head }) => ({ ...head, at: head.at.toISOString() }));
  return { heads, keys: Object.fromEntries(rows.map((row) => [row.keyId, row.publicKey])) };
}

/** The evidence of every run that the log records, in its order. */
async function runsOf(deploymentId: string, events: readonly DeploymentEvent[]) {
  const recorded = events.flatMap((event) =>
    event.kind === "probe.recorded" ? [event.after.runId] : [],
  );
  const rows = await query<{ id: string; result: unknown }>(
    `select id, result from "ProbeRun" where "deploymentId" = $1 and id = any($2)`,
    [deploymentId, recorded],
  );
  const results = new Map(rows.map(({ id, result }) => [id, result]));
  return recorded.map((runId) => ({ runId, result: results.get(runId) ?? null }));
}

/** Names of all people whose ids stand anywhere in the log. */
async function namesOf(events: readonly LogEvent[]): Promise<Record<string, string>> {
  const text = JSON.stringify(events);
  const people = await query<{ id: string; name: string }>(`select id, name from "Person"`);
  return Object.fromEntries(
    people.filter(({ id }) => text.includes(`"${id}"`)).map(({ id, name }) => [id, name]),
  );
}
