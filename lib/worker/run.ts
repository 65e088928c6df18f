import { Logger, run, type TaskList } from "graphile-worker";
import { z } from "zod";
import { closeDatabase } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { probeTask } from "@/lib/probe/commands";
import { endLostRuns, performRun } from "@/lib/probe/runner";
import { logCrontab, logTasks } from "@/lib/worker/log-tasks";

const probePayload = z.object({ runId: z.string() });

const tasks: TaskList = {
  [probeTask]: (payload, helpers) =>
    performRun(
      probePayload.parse(payload).runId,
      helpers.abortSignal ?? new AbortController().signal,
    ),
};

/** Runs at once: they wait for the network, not for the processor. */
const concurrency = 10;
const sweepMs = 30_000;

const logger = new Logger(() => (level, message) => {
  if (level === "error" || level === "warning") console.error(`worker: ${message}`);
});

/** Works the queue until told to stop; jobs under way are given time to end. */
export async function runWorker(signal: AbortSignal): Promise<void> {
  const runner = await run({
    connectionString: env().DATABASE_DIRECT_URL,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    taskList: { ...tasks, ...(await logTasks()) },
    crontab: logCrontab,
    logger,
  });
  const sweep = () =>
    endLostRuns().catch((error: Error) => console.error("worker: lost runs:", error.message));
  await sweep();
  const timer = setInterval(sweep, sweepMs);
  signal.addEventListener("abort", () => runner.stop(), { once: true });
  if (signal.aborted) await runner.stop();
  await runner.promise.finally(() => clearInterval(timer));
  await closeDatabase();
}
