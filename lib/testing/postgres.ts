import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { lockDataFolder } from "@/lib/process/data-folder";
import { APP, OWNER, prepareDatabase } from "@/lib/process/database";
import { startPostgres } from "@/lib/process/embedded-postgres";
import { prismaFolder } from "@/lib/process/roots";
import { migrate } from "@/prisma/migrate";

/** Everything a test file needs to make a database of its own. */
export type TestServer = { adminUrl: string; ownerUrl: string; appUrl: string };

export const TEMPLATE = "countersign_template";
const PASSWORDS = { ownerPassword: "owner", appPassword: "app" };

/** A throw-away Postgres with both roles and a migrated template; what it loses in a crash nobody misses. */
export async function startTestServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  const release = await lockDataFolder(folder);
  const settings = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
  ];
  const postgres = await startPostgres({ folder, superuserPassword: "test", settings });
  const stop = async () => {
    await postgres.stop();
    release();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const adminUrl = postgres.url("postgres", "test", "postgres");
    await prepareDatabase(adminUrl, TEMPLATE, PASSWORDS);
    const ownerUrl = postgres.url(OWNER, PASSWORDS.ownerPassword, TEMPLATE);
    const appUrl = postgres.url(APP, PASSWORDS.appPassword, TEMPLATE);
    await migrate({ ownerUrl, appUrl, folder: prismaFolder });
    return { adminUrl, ownerUrl, appUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A new database: a copy of the migrated template, or empty. */
export async function createDatabase(
  server: TestServer,
  name: string,
  template: string | null = TEMPLATE,
) {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    const from = template ? `TEMPLATE ${template}` : "";
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} OWNER ${OWNER} ${from}`);
  } finally {
    await client.end();
  }
  return {
    ownerUrl: at(server.ownerUrl, name),
    appUrl: at(server.appUrl, name),
    adminUrl: at(server.adminUrl, name),
  };
}

function at(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
