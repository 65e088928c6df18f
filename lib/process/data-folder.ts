import { generateKeyPairSync, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { StartFailure } from "@/lib/process/failure";
import { birthOf, isAlive } from "@/lib/process/process-table";

const holderSchema = z.object({ pid: z.number(), birth: z.string() });
const keysSchema = z.object({
  superuserPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
  secret: z.string(),
  actionsKey: z.string(),
});
export type Keys = z.infer<typeof keysSchema>;

/** The folder that holds the embedded database, its keys and logs: `.data`, or COUNTERSIGN_DATA. */
export function dataFolder(root: string): string {
  return resolve(root, process.env.COUNTERSIGN_DATA || ".data");
}

/** Writes so that a kill in the middle leaves the old file or the new one, readable by us alone. */
export function writePrivate(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Makes the folder ours until `release`; a second start on it is told so. */
export async function lockDataFolder(folder: string): Promise<() => void> {
  requireOurs(folder);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711); // as root, Postgres runs as another user and must pass through
  const file = join(folder, "start.lock");
  const mine = { pid: process.pid, birth: birthOf(process.pid) };
  await alone(join(folder, "start.lock.taking"), () => {
    const holder = readHolder(file);
    if (
      holder &&
      holder.pid !== process.pid &&
      isAlive(holder.pid) &&
      birthOf(holder.pid) === holder.birth
    )
      throw new StartFailure(
        `${folder} is in use by another start (process ${holder.pid}). Stop that one, or give this one its own folder with COUNTERSIGN_DATA.`,
      );
    writePrivate(file, JSON.stringify(mine));
  });
  return () => rmSync(file, { force: true });
}

/** Anything that a start did not make is left alone. */
function requireOurs(folder: string): void {
  const found = existsSync(folder) ? readdirSync(folder) : [];
  if (
    found.length > 0 &&
    !found.some((name) => ["keys.json", LOG_KEY].includes(name) || name.startsWith("start.lock"))
  )
    throw new StartFailure(
      `${folder} holds something else (${found[0]}). Nothing was changed: choose an empty or new folder with COUNTERSIGN_DATA.`,
    );
}

/** The keys of this installation, made at the first start. */
export function installationKeys(folder: string): Keys {
  const file = join(folder, "keys.json");
  if (existsSync(file)) {
    const keys = keysSchema.safeParse(parseJson(readFileSync(file, "utf8")));
    if (keys.success) return keys.data;
    throw new StartFailure(
      `${file} cannot be read. Restore it from a backup: without it the database in ${folder} stays closed.`,
    );
  }
  if (existsSync(join(folder, "postgres")))
    throw new StartFailure(
      `${file} is missing, but ${folder} holds a database. Restore the file, or move the folder away to begin anew.`,
    );
  const keys: Keys = {
    superuserPassword: randomBytes(24).toString("base64url"),
    ownerPassword: randomBytes(24).toString("base64url"),
    appPassword: randomBytes(24).toString("base64url"),
    secret: randomBytes(32).toString("base64url"),
    actionsKey: randomBytes(32).toString("base64"),
  };
  writePrivate(file, JSON.stringify(keys, null, 2));
  return keys;
}

const LOG_KEY = "log-key.pem";

/** Path of the key that signs heads of logs, made at the first start. */
export function logKeyFile(folder: string): string {
  const file = join(folder, LOG_KEY);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const { privateKey } = generateKeyPairSync("ed25519");
    writePrivate(file, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  }
  return file;
}

function readHolder(file: string): z.infer<typeof holderSchema> | undefined {
  if (!existsSync(file)) return undefined;
  return holderSchema.safeParse(parseJson(readFileSync(file, "utf8"))).data;
}

/** undefined for what is not JSON: the caller's schema then says so. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `work` under a folder as mutex; one left behind by a kill counts no longer after 10 s. */
async function alone(mutex: string, work: () => void): Promise<void> {
  for (;;) {
    try {
      mkdirSync(mutex);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const age = Date.now() - (statSync(mutex, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 10_000) rmSync(mutex, { recursive: true, force: true });
      else await delay(50);
    }
  }
  try {
    work();
  } finally {
    rmdirSync(mutex);
  }
}
