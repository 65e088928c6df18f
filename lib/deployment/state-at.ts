import type { Tx } from "@/lib/core/db";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import type { DeploymentState } from "@/lib/deployment/state";

type Range = { after: number; upTo: number };

/** Events of a deployment with these numbers, in order. Checks no permission: its callers have. */
export async function eventsBetween(
  tx: Tx,
  deploymentId: string,
  { after, upTo }: Range,
): Promise<DeploymentEvent[]> {
  const rows = await tx.query<{ body: string }>(
    `select body from "Event" where "streamId" = $1 and number > $2 and number <= $3 order by number`,
    [deploymentId, after, upTo],
  );
  return rows.map(({ body }) => JSON.parse(body) as DeploymentEvent);
}

/** The deployment as it was after event `number` (1 or more): `now` itself, or folded from the log. */
export async function stateAt(
  tx: Tx,
  now: DeploymentState,
  number: number,
): Promise<DeploymentState> {
  if (number >= now.last) return now;
  return fold(await eventsBetween(tx, now.id, { after: 0, upTo: number }));
}
