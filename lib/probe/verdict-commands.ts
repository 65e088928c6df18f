import type { Tx } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import { deploymentCommand } from "@/lib/deployment/command";
import { recordVerdictInput } from "@/lib/probe/inputs";
import { recorded } from "@/lib/probe/recorded";

/** Whether this taking of the run still holds. Locks the run's row. */
async function holds(tx: Tx, runId: string, lease: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from "ProbeRun" where id = $1 and lease = $2 and status = 'running' for update`,
    [runId, lease],
  );
  return rows.length === 1;
}

/**
 * The one way in for a verdict, for the worker alone: records the run and lets it tick or fail the item by the
 * same rules as a person (rule 4). A run that was cancelled or lost meanwhile changes nothing.
 */
export const recordVerdict = deploymentCommand({
  may: "probe.run",
  input: recordVerdictInput,
  async run(context) {
    const { actor, input, state, tx } = context;
    if (actor.kind !== "system") throw new AppError("forbidden", reason("worker_records"));
    const probe = state.probes[input.probeId];
    if (probe?.running?.runId !== input.runId || !(await holds(tx, input.runId, input.lease))) {
      return { result: null, events: [] };
    }
    return recorded(context, probe);
  },
});
