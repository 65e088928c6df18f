import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { StartFailure } from "@/lib/process/failure";
import { freePort } from "@/lib/process/ports";
import { lastLine, postgresPrograms, requireFiles } from "@/lib/process/postgres-files";
import { recover } from "@/lib/process/postgres-recovery";
import { type PostgresUser, postgresUser, spawnAs } from "@/lib/process/postgres-user";

export type RunningPostgres = {
  /** An address of `database` for one of the server's roles. */
  url(role: string, password: string, database: string): string;
  /** Resolves with a reason when it died and could not be started again. */
  failed: Promise<string>;
  stop(): Promise<void>;
};

export type PostgresOptions = {
  folder: string;
  superuserPassword: string;
  /** Further settings, as `name=value`. */
  settings?: string[];
};

type Server = {
  program: string;
  files: string;
  user: PostgresUser;
  settings: string[];
  logFile: string;
  password: string;
};

/** Starts the Postgres that comes with the package on a free port of 127.0.0.1, and keeps it running. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { folder, superuserPassword: password, settings = [] } = options;
  const files = join(folder, "postgres");
  const programs = await postgresPrograms();
  const user = postgresUser([dirname(programs.postgres), folder]);
  await requireFiles(programs.initdb, files, password, user);
  const server = {
    program: programs.postgres,
    files,
    user,
    settings,
    logFile: join(folder, "postgres.log"),
    password,
  };
  const { port, child } = await startOn(server, freePort);
  const url: RunningPostgres["url"] = (role, secret, database) =>
    address(port, role, secret, database);
  return { url, ...keep(server, port, child) };
}

/** Starts it again on the same port when it ends unasked. */
function keep(
  server: Server,
  port: number,
  first: ChildProcess,
): Pick<RunningPostgres, "failed" | "stop"> {
  const failed = Promise.withResolvers<string>();
  let stopping = false;
  let child = first;
  const watch = async () => {
    for (let restarts = 0; ; restarts++) {
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      if (stopping) return;
      if (restarts === 5)
        return failed.resolve(`Postgres ended again and again (see ${server.logFile})`);
      console.error("Postgres ended unasked; starting it again");
      child = (await startOn(server, async () => port)).child;
      if (stopping) return end(child);
    }
  };
  const watching = watch().catch((error: Error) => failed.resolve(error.message));
  const stop = async () => {
    stopping = true;
    await end(child);
    await watching;
  };
  return { failed: failed.promise, stop };
}

async function startOn(
  server: Server,
  choosePort: () => Promise<number>,
): Promise<{ port: number; child: ChildProcess }> {
  await recover(server.files);
  for (const deadline = Date.now() + 15_000; ; await delay(200)) {
    const port = await choosePort();
    const { child, said } = launch(server, port);
    const problem = await untilReady(
      child,
      address(port, "postgres", server.password, "postgres"),
      said,
    );
    if (problem === null) return { port, child };
    if (!PASSING.test(problem) || Date.now() > deadline)
      throw new StartFailure(`Postgres did not start: ${problem} (more in ${server.logFile})`);
  }
}

function address(port: number, role: string, password: string, database: string): string {
  return `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Leftovers of a killed start that end by themselves, and a port that somebody else took meanwhile. */
const PASSING = /shared memory block|lock file|could not (bind|create any TCP\/IP)/;

type Launched = { child: ChildProcess; said: () => string };

function launch({ program, files, user, settings, logFile }: Server, port: number): Launched {
  const ours = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=128MB",
    "jit=off",
  ];
  const flags = [...ours, ...settings].flatMap((setting) => ["-c", setting]);
  const log = openSync(logFile, "a", 0o600);
  const begun = fstatSync(log).size;
  const child = spawnAs(user, program, ["-D", files, ...flags], log);
  closeSync(log);
  return { child, said: () => readFileSync(logFile).subarray(begun).toString() };
}

/** null when it answers, else the last complaint of a server that ended. */
async function untilReady(
  child: ChildProcess,
  url: string,
  said: () => string,
): Promise<string | null> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) return complaint(said());
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return null;
    } catch (error) {
      if (Date.now() > deadline) {
        await end(child);
        return `it was not ready after 60 s: ${(error as Error).message}`;
      }
      await delay(50);
    }
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGQUIT"), 20_000);
  await gone;
  clearTimeout(patience);
}

/** Why it ended; what it told those who asked too early is not the reason. */
function complaint(log: string): string {
  const fatal = /(FATAL|PANIC):\s*(?!the database system is)(.*)/;
  const found = log.split("\n").findLast((line) => fatal.test(line));
  return (found && fatal.exec(found)?.[2]) ?? lastLine(log);
}
