import type { Caller } from "@/lib/core/caller";
import { prisma } from "@/lib/core/db";
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
      result: true,
    },
  });
  return runs.map((run) => ({
    id: run.id,
    status:
      run.status === "finished" ? "finished" : run.status === "running" ? "running" : "queued",
    verdict: run.verdict === null ? null : verdictSchema.parse(run.verdict),
    queuedAt: run.queuedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    requestedBy: run.requestedBy,
    result: run.result === null ? null : probeResultSchema.parse(run.result),
  }));
}
