import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartFailure } from "@/lib/process/failure";
import { commandOf, isAlive } from "@/lib/process/process-table";

/** Higher than any process id: a pid file naming it is stale to Postgres, which still checks its shared memory. */
const NOBODY = "2147483646";

/**
 * After a killed start: stops a Postgres that still runs on these files, and disarms a pid file whose
 * number belongs to something else by now. Only to be called by the holder of the folder's lock.
 */
export async function recover(files: string): Promise<void> {
  const pidFile = join(files, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const [first = "", ...rest] = readFileSync(pidFile, "utf8").split("\n");
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return;
  if (isPostgresOn(pid, files)) await end(pid, files);
  else writeFileSync(pidFile, [NOBODY, ...rest].join("\n"));
}

function isPostgresOn(pid: number, files: string): boolean {
  const command = commandOf(pid);
  return command.includes("postgres") && command.includes(files);
}

async function end(pid: number, files: string): Promise<void> {
  const steps = [
    { signal: "SIGINT", waitMs: 20_000 },
    { signal: "SIGQUIT", waitMs: 10_000 },
  ] as const;
  for (const { signal, waitMs } of steps) {
    process.kill(pid, signal);
    for (const deadline = Date.now() + waitMs; Date.now() < deadline; await delay(50))
      if (!isAlive(pid)) return;
  }
  throw new StartFailure(
    `A Postgres of an earlier start still runs on ${files} (process ${pid}) and does not stop. End it, then start again.`,
  );
}
