import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { StartFailure } from "@/lib/process/failure";

/** How Postgres is to be run: as ourselves, or as another user when we are root (it refuses root). */
export type PostgresUser = { uid: number; gid: number; through: string[] } | undefined;

/** As root: the system's user `postgres`, made if need be; `paths` are what it must be able to reach. */
export function postgresUser(paths: string[]): PostgresUser {
  if (process.getuid?.() !== 0) return undefined;
  const user = lookUp("postgres") ?? create() ?? lookUp("nobody");
  if (!user)
    throw new StartFailure(
      "Postgres does not run as root, and no user could be made for it. Start as an ordinary user.",
    );
  if (paths.every((path) => reachable(path))) return { ...user, through: [] };
  return { ...user, through: passThrough(user, paths) };
}

/** Folders such as /root are closed to others: the right to pass through is handed on with setpriv. */
function passThrough(user: { uid: number; gid: number }, paths: string[]): string[] {
  const closed = paths.find((path) => !reachable(path)) ?? "";
  const prefix = [
    "setpriv",
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    "--clear-groups",
    // Without this access(2), by which Postgres looks for its own programs, would not count the right.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--no-new-privs",
    "--",
  ];
  try {
    execFileSync("setpriv", [...prefix.slice(1), "true"], { stdio: "ignore" });
    return prefix;
  } catch {
    throw new StartFailure(
      `Postgres does not run as root, and its user cannot reach ${closed}. Move the project to a folder that every user may enter, or start as an ordinary user.`,
    );
  }
}

function reachable(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat?.isDirectory() && (stat.mode & 0o001) === 0) return false;
  }
  return true;
}

function create(): ReturnType<typeof lookUp> {
  for (const command of ["/usr/sbin/useradd", "/usr/bin/useradd"]) {
    try {
      accessSync(command, constants.X_OK);
      execFileSync(command, ["--system", "--user-group", "--no-create-home", "postgres"], {
        stdio: "ignore",
      });
      return lookUp("postgres");
    } catch {
      // not on this system, or not allowed to: the caller goes on with another user
    }
  }
  return undefined;
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) =>
      Number(
        execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      );
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

/** A program of Postgres as its user, its output to a file or a pipe. */
export function spawnAs(
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
