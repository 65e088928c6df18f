import { query, transaction } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { withRunJobs } from "@/lib/probe/run-jobs";
import { type Round, roundsSchema } from "@/lib/probe/schema";

/**
 * The rows of runs are the queue: a run that is `running` has one of the places that there are in all and for its
 * host, until it is given back. See docs/decisions/0060.
 */

export type Limits = { atOnce: number; perHost: number };

const limitsNow = (): Limits => ({
  atOnce: env().PROBES_AT_ONCE,
  perHost: env().PROBES_PER_HOST,
});

/** A run that this worker has, by its lease. */
export type Taken = {
  id: string;
  deploymentId: string;
  probeId: string;
  spec: unknown;
  lease: string;
  startedAt: Date;
  /** When this measurement was due, and when it was taken: by the database's clock. */
  dueAt: Date;
  takenAt: Date;
  rounds: Round[];
};

const takeStatement = `
  update "ProbeRun" run set status = 'running', lease = gen_random_uuid(), "beatAt" = clock.now, takes = takes + 1,
    "startedAt" = case when run.rounds is null then clock.now else run."startedAt" end,
    "dueAt" = case when run.rounds is null then clock.now else run."dueAt" end
  from (select date_trunc('milliseconds', clock_timestamp()) as now) clock
  where run.id = (
    select q.id from "ProbeRun" q
    where q.status = 'queued' and ($1::text is null or q.id = $1)
      and (q."dueAt" is null or q."dueAt" <= clock.now + interval '50 milliseconds')
      and (select count(*) from "ProbeRun" r where r.status = 'running') < $2
      and (select count(*) from "ProbeRun" r where r.status = 'running' and r.host = q.host) < $3
    order by coalesce(q."dueAt", q."queuedAt"), q.id limit 1
  )
  returning run.id, run."deploymentId", run."probeId", run.spec, run.lease, run."startedAt", run."dueAt",
    clock.now as "takenAt", coalesce(run.rounds, '[]') as rounds`;

/** Takes this run, or (null) the oldest that may start now, once; null when there is no such run or no place. */
export async function take(runId: string | null, limits = limitsNow()): Promise<Taken | null> {
  return transaction(async (tx) => {
    // Places are counted and taken by one at a time; the lock is a statement of its own so that the next one sees.
    await tx.query("select pg_advisory_xact_lock(hashtext('countersign probe places'))");
    const [run] = await tx.query<Taken>(takeStatement, [runId, limits.atOnce, limits.perHost]);
    return run ? { ...run, rounds: roundsSchema.parse(run.rounds) } : null;
  });
}

/** Back in the queue where it was: a first measurement that was not made has not begun. */
const backInQueue = `status = 'queued', lease = null,
  "startedAt" = case when rounds is null then null else "startedAt" end,
  "dueAt" = case when rounds is null then null else "dueAt" end`;

/** Gives a place back and leaves the run to whoever comes next: nothing was measured. */
export async function giveBack({ id, lease }: Taken): Promise<void> {
  const changed = `update "ProbeRun" set ${backInQueue}, takes = takes - 1
    where id = $1 and lease = $2 and status = 'running' returning id, now() as at`;
  await query(withRunJobs(changed), [id, lease]);
}

/**
 * Gives a place back until the next measurement is due, and keeps those so far. Returns when that is; null when the
 * run was ended meanwhile.
 */
export async function pause(
  { id, lease }: Taken,
  rounds: readonly Round[],
  dueAt: Date,
): Promise<Date | null> {
  const changed = `update "ProbeRun" set status = 'queued', lease = null, takes = 0, rounds = $3::jsonb,
      "dueAt" = greatest($4::timestamptz, clock_timestamp())
    where id = $1 and lease = $2 and status = 'running' returning id, "dueAt" as at`;
  const values = [id, lease, JSON.stringify(rounds), dueAt.toISOString()];
  const [row] = await query<{ at: Date }>(withRunJobs(changed), values);
  return row?.at ?? null;
}

/** Ends the row of a run that nobody waits for any more. */
export async function close({ id, lease }: Pick<Taken, "id" | "lease">): Promise<void> {
  await query(
    `update "ProbeRun" set status = 'finished', lease = null, rounds = null, "finishedAt" = now()
     where id = $1 and lease = $2 and status = 'running'`,
    [id, lease],
  );
}

/** Says that these are still worked on; returns those that no longer are this worker's. */
export async function beat(leases: readonly string[]): Promise<string[]> {
  const held = await query<{ lease: string }>(
    `update "ProbeRun" set "beatAt" = now() where status = 'running' and lease = any($1) returning lease`,
    [leases],
  );
  return leases.filter((lease) => !held.some((row) => row.lease === lease));
}

/** A worker that has not said for so long that it is at work has been lost. */
const lostAfterSeconds = 15;
/** A run that costs a second worker its life is not tried a third time. */
const mostTakes = 2;

const isLost = `status = 'running' and coalesce("beatAt", "startedAt", "queuedAt") < now() - make_interval(secs => $1)`;

/** Puts runs whose worker was lost back into the queue. */
export async function requeueLost(): Promise<void> {
  const changed = `update "ProbeRun" set ${backInQueue}
    where ${isLost} and takes < $2 returning id, now() as at`;
  await query(withRunJobs(changed), [lostAfterSeconds, mostTakes]);
}

type Lost = Pick<Taken, "id" | "deploymentId" | "probeId" | "startedAt" | "lease">;

/** Those that were put back before: each gets a lease of whoever is going to end it. */
export async function takeLostForGood(): Promise<Lost[]> {
  return query<Lost>(
    `update "ProbeRun" set lease = gen_random_uuid() where ${isLost} and takes >= $2
     returning id, "deploymentId", "probeId", coalesce("startedAt", "queuedAt") as "startedAt", lease`,
    [lostAfterSeconds, mostTakes],
  );
}

/** Wakes workers for what is due in the queue and has lost its job, or waits for a place that nobody gave back. */
export async function wakeQueued(): Promise<void> {
  const changed = `select id, now() as at from "ProbeRun"
    where status = 'queued' and coalesce("dueAt", "queuedAt") <= now() order by coalesce("dueAt", "queuedAt") limit 200`;
  await query(withRunJobs(changed));
}

/** A run whose time has come is not left to the queue's next look. */
export async function wake(runId: string): Promise<void> {
  await query(
    withRunJobs(`select id, now() as at from "ProbeRun" where id = $1 and status = 'queued'`),
    [runId],
  );
}
