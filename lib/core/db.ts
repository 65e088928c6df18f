import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/core/env";
import { PrismaClient } from "@/lib/core/generated/client";
import { demandSafeRole } from "@/lib/core/log-safety";
import { mayPrepare, preparedNames } from "@/lib/core/prepared";
import { forget, processWide } from "@/lib/core/process-wide";

type Database = {
  pool: pg.Pool;
  prisma: PrismaClient;
  nameOf(text: string): string | undefined;
};

function open(): Database {
  const url = env().DATABASE_URL;
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    application_name: "countersign",
    // Whatever way a process was started, none works with a role that could rewrite the log.
    verify: (client, done) =>
      void demandSafeRole(url, "DATABASE_URL", client).then(() => done(), done),
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => console.error("database connection lost:", error.message));
  const nameOf = mayPrepare(url) ? preparedNames() : () => undefined;
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }), nameOf };
}

const database = (): Database => processWide("database", open);

/** Reads. Writes go through commands (lib/command), which share this pool. */
export function prisma(): PrismaClient {
  return database().prisma;
}

export type Tx = {
  /** Sends one statement; rows as objects. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
};

function statement(text: string, values: unknown[]): pg.QueryConfig {
  const name = database().nameOf(text);
  return name === undefined ? { text, values } : { text, values, name };
}

/** One statement outside a transaction. */
export async function query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database().pool.query(statement(text, values))).rows;
}

/**
 * One transaction on one connection: BEGIN, `work`, COMMIT; ROLLBACK when `work` throws.
 * Used by lib/command (docs/decisions/0003) and where places for probes are taken (0060).
 */
export async function transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R> {
  const client = await database().pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const tx: Tx = {
      query: async (text, values = []) => (await client.query(statement(text, values))).rows,
    };
    const result = await work(tx);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Closes the pool: for command lines and tests. */
export async function closeDatabase(): Promise<void> {
  const { pool, prisma } = database();
  forget("database");
  await prisma.$disconnect();
  await pool.end();
}
