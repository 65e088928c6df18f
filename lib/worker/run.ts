import { Logger, run } from "graphile-worker";
import { closeDatabase } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { logCrontab, logTasks } from "@/lib/worker/log-tasks";
import { probeCrontab, probeTasks, watchOverRuns } from "@/lib/worker/probe-tasks";
import { signatureCrontab, signatureTasks } from "@/lib/worker/signature-tasks";

/** Beside the probes, whose number is limited by their places: short jobs never wait for a long measurement. */
const otherJobs = 2;

const logger = new Logger(() => (level, message) => {
  if (level === "error" || level === "warning") console.error(`worker: ${message}`);
});

/** Works the queue until told to stop; probes under way are given back. */
export async function runWorker(signal: AbortSignal): Promise<void> {
  const concurrency = env().PROBES_AT_ONCE + otherJobs;
  const runner = await run({
    connectionString: env().DATABASE_DIRECT_URL,
    concurrency,
    maxPoolSize: concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    taskList: { ...probeTasks(signal), ...signatureTasks, ...(await logTasks(signal)) },
    // At the end it waits for its notes of what is done, and else forgets the last ones.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    crontab: [logCrontab, probeCrontab, signatureCrontab].join("\n"),
    logger,
  });
  await watchOverRuns(signal);
  signal.addEventListener("abort", () => runner.stop(), { once: true });
  if (signal.aborted) await runner.stop();
  await runner.promise;
  await closeDatabase();
}
