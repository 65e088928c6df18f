import type { Caller } from "@/lib/core/caller";
import { prisma, query } from "@/lib/core/db";
import { readStateFor } from "@/lib/deployment/queries";
import type { RunView } from "@/lib/deployment/view";
import { probeResultSchema, verdictSchema } from "@/lib/probe/schema";

const historyLength = 20;

/** The last runs of one probe, newest first, with their evidence. */
export async function probeRuns(
  caller: Caller,
  deploymentId: string,
  probeId: string,
): Promise<RunView[]> {
  await readStateFor(caller, deploymentId);
  const runs = await prisma().probeRun.findMany({
    where: { deploymentId, probeId },
    orderBy: { queuedAt: "desc" },
    take: historyLength,
    select: {
      id: true,
      status: true,
      verdict: true,
      queuedAt: true,
      startedAt: true,
      finishedAt: true,
      requestedBy: true,
      cancelledBy: true,
      rounds: true,
      result: true,
    },
  });
  const ids = runs.flatMap(({ requestedBy, cancelledBy }) => [requestedBy, cancelledBy]);
  const people = await prisma().person.findMany({
    where: { id: { in: ids.filter((id) => id !== null) } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? id;
  return runs.map((run) => ({
    id: run.id,
    status: statusOf(run),
    verdict: run.verdict === null ? null : verdictSchema.parse(run.verdict),
    queuedAt: run.queuedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    requestedBy: run.requestedBy,
    requestedByName: nameOf(run.requestedBy),
    cancelledBy: run.cancelledBy,
    cancelledByName: nameOf(run.cancelledBy),
    result: run.result === null ? null : probeResultSchema.parse(run.result),
  }));
}

/** Between two measurements it waits in the queue, and is under way all the same. */
function statusOf({ status, rounds }: { status: string; rounds: unknown }): RunView["status"] {
  if (status === "finished") return "finished";
  return status === "running" || rounds !== null ? "running" : "queued";
}

/** Deployments that are not over and have a probe with `recheck:` that could be due. For the schedule. */
export async function deploymentsToRecheck(): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `select d.id from "Deployment" d where d.status in ('planned', 'in_flight') and exists (
       select 1 from "Probe" p where p."deploymentId" = d.id and p."removedAt" is null
         and p.running is null and p.latest is not null and p.spec ? 'recheck')`,
  );
  return rows.map(({ id }) => id);
}
