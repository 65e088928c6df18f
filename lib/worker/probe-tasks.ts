import type { TaskList } from "graphile-worker";
import { z } from "zod";
import { watchRuns } from "@/lib/probe/held-runs";
import { probeTask } from "@/lib/probe/run-jobs";
import { workOff } from "@/lib/probe/runner";
import { recheckAll, rescueRuns } from "@/lib/probe/upkeep";

const payloadSchema = z.object({ runId: z.string() });
/** In a crontab a name has no dot. */
const recheckTask = "probe:recheck";

/** Every minute, by one of the workers: probes that are looked at again by themselves. */
export const probeCrontab = `* * * * * ${recheckTask} ?max=1`;

const rescueEveryMs = 10_000;

const rescue = () =>
  rescueRuns().catch((error: Error) => console.error("worker: lost runs:", error.message));

/** The tasks that run probes. At `stopping`, what they have not finished goes back into the queue. */
export function probeTasks(stopping: AbortSignal): TaskList {
  return {
    [probeTask]: (payload) => workOff(payloadSchema.parse(payload).runId, stopping),
    [recheckTask]: recheckAll,
  };
}

/** Looks after runs that lost their worker, at once and now and then, until the worker stops. */
export async function watchOverRuns(stopping: AbortSignal): Promise<void> {
  watchRuns();
  await rescue();
  const timer = setInterval(rescue, rescueEveryMs);
  stopping.addEventListener("abort", () => clearInterval(timer), { once: true });
}
