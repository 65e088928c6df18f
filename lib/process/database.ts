import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import {
  installationKeys,
  type Keys,
  lockDataFolder,
  writePrivate,
} from "@/lib/process/data-folder";
import { type RunningPostgres, startPostgres } from "@/lib/process/embedded-postgres";
import { StartFailure } from "@/lib/process/failure";
import { requireOurVersion } from "@/lib/process/postgres-files";

export const OWNER = "countersign_owner";
export const APP = "countersign_app";
const DATABASE = "countersign";

/** What the processes need in their environment to reach the database and to sign sessions. */
export type Connection = {
  DATABASE_URL: string;
  DATABASE_OWNER_URL: string;
  DATABASE_DIRECT_URL: string;
  COUNTERSIGN_SECRET: string;
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: string;
};

export type EmbeddedDatabase = {
  connection: Connection;
  postgres: RunningPostgres;
  /** Empties the database again: for a first filling that was killed half-way. */
  recreate(): Promise<void>;
  close(): Promise<void>;
};

const OWN_DATABASE = [
  ["DATABASE_OWNER_URL", "the role that owns the tables: migrations and grants"],
  ["COUNTERSIGN_SECRET", "signs sessions; make one with: openssl rand -base64 32"],
  [
    "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY",
    "shared by all processes; make one with: openssl rand -base64 32",
  ],
] as const;

/** A database of one's own: everything is given, nothing is made up. */
export function ownDatabase(source: NodeJS.ProcessEnv): Connection {
  const missing = OWN_DATABASE.filter(([name]) => !source[name]);
  if (missing.length > 0)
    throw new StartFailure(
      `DATABASE_URL is set, so these must be set as well: ${missing.map(([name, why]) => `${name} (${why})`).join("; ")}.`,
    );
  const given = (name: string) => source[name] ?? "";
  return {
    DATABASE_URL: given("DATABASE_URL"),
    DATABASE_OWNER_URL: given("DATABASE_OWNER_URL"),
    DATABASE_DIRECT_URL: given("DATABASE_DIRECT_URL") || given("DATABASE_URL"),
    COUNTERSIGN_SECRET: given("COUNTERSIGN_SECRET"),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: given("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY"),
  };
}

/** The embedded Postgres of a data folder with both roles and the database in it. Holds the folder until closed. */
export async function embeddedDatabase(
  folder: string,
  say: (line: string) => void,
): Promise<EmbeddedDatabase> {
  const release = await lockDataFolder(folder);
  try {
    const isNew = !existsSync(join(folder, "postgres"));
    if (!isNew) requireOurVersion(join(folder, "postgres"));
    const keys = installationKeys(folder);
    say(isNew ? "Making the database (embedded PostgreSQL 18)" : "Starting the database");
    const postgres = await startPostgres({ folder, superuserPassword: keys.superuserPassword });
    const admin = postgres.url("postgres", keys.superuserPassword, "postgres");
    await prepareDatabase(admin, DATABASE, keys);
    const connection = connectionTo(postgres, keys, DATABASE);
    writePrivate(join(folder, "connection.json"), JSON.stringify(connection, null, 2));
    const close = () => postgres.stop().finally(release);
    return { connection, postgres, recreate: () => recreateDatabase(admin, DATABASE, keys), close };
  } catch (error) {
    release();
    throw error;
  }
}

/** Both roles and an empty database, where they are not there yet. */
export async function prepareDatabase(
  admin: string,
  name: string,
  keys: Pick<Keys, "ownerPassword" | "appPassword">,
): Promise<void> {
  await asAdmin(admin, async (client) => {
    for (const [role, password] of [
      [OWNER, keys.ownerPassword],
      [APP, keys.appPassword],
    ] as const) {
      const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
      if (rowCount === 0)
        await client.query(`CREATE ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0)
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} OWNER ${OWNER}`);
  });
}

async function recreateDatabase(admin: string, name: string, keys: Keys): Promise<void> {
  await asAdmin(admin, (client) =>
    client.query(`DROP DATABASE ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
  await prepareDatabase(admin, name, keys);
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function connectionTo(postgres: RunningPostgres, keys: Keys, name: string): Connection {
  const app = postgres.url(APP, keys.appPassword, name);
  return {
    DATABASE_URL: app,
    DATABASE_OWNER_URL: postgres.url(OWNER, keys.ownerPassword, name),
    DATABASE_DIRECT_URL: app,
    COUNTERSIGN_SECRET: keys.secret,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keys.actionsKey,
  };
}
