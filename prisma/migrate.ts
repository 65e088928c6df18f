import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { type MigrationDirectory, openSchemaEngine } from "@/prisma/schema-engine";

export type MigrateOptions = {
  /** Owns the tables. */
  ownerUrl: string;
  /** The application's role, which is given its rights. */
  appUrl: string;
  /** Holds schema.prisma, migrations/ and the grants. */
  folder: string;
};

const LOCK = "countersign migrations";
const QUIET = new Logger(() => () => undefined);

/**
 * Brings the database up to date: our migrations through Prisma's own engine, the queue's, then the
 * rights of the application's role. Two at once wait for each other. Returns what was applied.
 */
export async function migrate({ ownerUrl, appUrl, folder }: MigrateOptions): Promise<string[]> {
  const app = await roleOf(appUrl, "DATABASE_URL");
  const owner = new pg.Client({ connectionString: ownerUrl });
  await connect(owner, "DATABASE_OWNER_URL");
  try {
    await owner.query("SET lock_timeout = '120s'");
    await owner.query("SELECT pg_advisory_lock(hashtext($1))", [LOCK]);
    if (owner.user === app)
      throw new Error(
        `DATABASE_URL and DATABASE_OWNER_URL both sign in as ${app}. The application needs a role of its own, which cannot rewrite the log: CREATE ROLE countersign_app LOGIN PASSWORD '...';`,
      );
    const applied = await withPool(ownerUrl, async (pool) => {
      const ours = await applyOurs(pool, folder);
      await runMigrations({ pgPool: pool, logger: QUIET });
      return ours;
    });
    for (const file of ["grants.sql", "queue-grants.sql"])
      await grant(owner, join(folder, file), app);
    return applied;
  } finally {
    await owner.end(); // releases the lock as well
  }
}

/** The adapter cuts scripts at every semicolon, functions' bodies included; Postgres itself knows better. */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script); // one message, so one transaction
    };
    return adapter;
  }
}

/** The engine's own lock goes with its connections, so they are ended rather than left to idle. */
async function withPool<R>(
  connectionString: string,
  work: (pool: pg.Pool) => Promise<R>,
): Promise<R> {
  const pool = new pg.Pool({ connectionString, allowExitOnIdle: true });
  const lost = (error: Error) => console.error("database connection lost:", error.message);
  pool.on("error", lost);
  pool.on("connect", (client) => client.on("error", lost));
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function applyOurs(pool: pg.Pool, folder: string): Promise<string[]> {
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  const schema = readFileSync(join(folder, "schema.prisma"), "utf8");
  const engine = await openSchemaEngine([["schema.prisma", schema]], factory);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: readMigrations(join(folder, "migrations")),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}

function readMigrations(baseDir: string) {
  const names = readdirSync(baseDir, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const migrationDirectories: MigrationDirectory[] = names
    .map(({ name }) => name)
    .sort()
    .map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(baseDir, path, "migration.sql"), "utf8") },
      },
    }));
  const lockfile = {
    path: "migration_lock.toml",
    content: readFileSync(join(baseDir, "migration_lock.toml"), "utf8"),
  };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

async function grant(owner: pg.Client, file: string, role: string): Promise<void> {
  const sql = readFileSync(file, "utf8")
    .replaceAll(/^--.*$/gm, "")
    .replaceAll(":app", owner.escapeIdentifier(role));
  await owner.query(`BEGIN; ${sql}; COMMIT`);
}

async function roleOf(url: string, variable: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await connect(client, variable);
  try {
    const { rows } = await client.query<{ role: string }>("SELECT current_user AS role");
    return rows[0]?.role ?? "";
  } finally {
    await client.end();
  }
}

/** Says which setting is wrong, and never its password. */
async function connect(client: pg.Client, variable: string): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const why =
      error instanceof AggregateError
        ? error.errors.map((one: Error) => one.message).join(", ")
        : (error as Error).message;
    throw new Error(
      `The database at ${client.host}:${client.port}/${client.database} (${variable}) cannot be reached: ${why}`,
    );
  }
}
