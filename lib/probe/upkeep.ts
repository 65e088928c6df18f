import { system } from "@/lib/core/caller";
import { recheckProbes } from "@/lib/probe/commands";
import { requeueLost, takeLostForGood, wakeQueued } from "@/lib/probe/places";
import { deploymentsToRecheck } from "@/lib/probe/queries";
import { record } from "@/lib/probe/runner";

/** What workers do now and then. */

/** Runs that lost their worker or their job go on, or end and say so. */
export async function rescueRuns(): Promise<void> {
  await requeueLost();
  for (const run of await takeLostForGood()) {
    // One that cannot be ended is told, and does not keep the others from their end.
    await record(run, null).catch((error: Error) =>
      console.error(`lost run ${run.id}:`, error.message),
    );
  }
  await wakeQueued();
}

/** Queues what `recheck:` asks for, on every deployment that is not over. */
export async function recheckAll(): Promise<void> {
  for (const deploymentId of await deploymentsToRecheck()) {
    await recheckProbes(system("schedule"), { deploymentId }).catch((error: Error) =>
      console.error(`looking again at deployment ${deploymentId}:`, error.message),
    );
  }
}
