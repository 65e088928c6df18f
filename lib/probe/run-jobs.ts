/** Name of the worker's task; its payload is `{ runId }`. A job wakes a worker: the run's row says whether to run. */
export const probeTask = "probe.run";

/** SQL of a call that adds the job of the run with this id, at this time; a job that waits already is moved. */
const job = (id: string, at: string): string =>
  `graphile_worker.add_job('${probeTask}', json_build_object('runId', ${id}), run_at := ${at}, max_attempts := 1, job_key := 'probe:' || ${id})`;

/** Statement that adds a job for each of the runs $1, for now. */
export const addRunJobs = `select ${job("id", "now()")} is not null as added from unnest($1::text[]) id`;

/** Statement that adds a job for each run that `changed` (a data-modifying SELECT or UPDATE) returns as id and at. */
export const withRunJobs = (changed: string): string =>
  `with changed as (${changed}) select id, at, ${job("id", "at")} is not null as added from changed`;
