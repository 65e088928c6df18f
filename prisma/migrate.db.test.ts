import { randomUUID } from "node:crypto";
import pg from "pg";
import { describe, expect, inject, it } from "vitest";
import { prismaFolder } from "@/lib/process/roots";
import { createDatabase } from "@/lib/testing/postgres";
import { migrate } from "@/prisma/migrate";

async function emptyDatabase() {
  const urls = await createDatabase(
    inject("testServer"),
    `migrate_${randomUUID().slice(0, 13)}`,
    null,
  );
  return { ...urls, folder: prismaFolder };
}

async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrate", () => {
  it("applies every migration once: the second time does nothing", async () => {
    const options = await emptyDatabase();
    const first = await migrate(options);
    expect(first).toContain("0001_init");
    expect(await migrate(options)).toEqual([]);
    const rows = await ask(
      options.ownerUrl,
      'SELECT migration_name FROM "_prisma_migrations" ORDER BY 1',
    );
    expect(rows.map((row) => row.migration_name)).toEqual(first);
  });

  it("two at once: one applies, the other waits and finds nothing to do", async () => {
    const options = await emptyDatabase();
    const both = await Promise.all([migrate(options), migrate(options)]);
    expect(both.map((applied) => applied.length > 0).sort()).toEqual([false, true]);
  });

  it("lets the application's role add jobs to the queue and take them, but not change its tables", async () => {
    const options = await emptyDatabase();
    await migrate(options);
    await ask(options.appUrl, "SELECT graphile_worker.add_job('look')");
    expect(await ask(options.appUrl, "SELECT id FROM graphile_worker._private_jobs")).toHaveLength(
      1,
    );
    await expect(ask(options.appUrl, "DROP TABLE graphile_worker._private_jobs")).rejects.toThrow(
      "must be owner",
    );
  });

  it("keeps the log from being rewritten by the application's role", async () => {
    const options = await emptyDatabase();
    await migrate(options);
    await expect(ask(options.appUrl, 'DELETE FROM "Event"')).rejects.toThrow("permission denied");
    await expect(ask(options.appUrl, 'DELETE FROM "_prisma_migrations"')).rejects.toThrow(
      "permission denied",
    );
  });

  it("refuses one role for both, which could rewrite the log", async () => {
    const options = await emptyDatabase();
    await expect(migrate({ ...options, appUrl: options.ownerUrl })).rejects.toThrow(
      "needs a role of its own",
    );
  });

  it("names the setting of a database that cannot be reached, and not its password", async () => {
    const options = await emptyDatabase();
    const gone = "postgresql://someone:hidden@127.0.0.1:9/gone";
    const failure = await migrate({ ...options, ownerUrl: gone }).catch(
      (error: Error) => error.message,
    );
    expect(failure).toContain("127.0.0.1:9/gone (DATABASE_OWNER_URL) cannot be reached");
    expect(failure).not.toContain("hidden");
  });
});
