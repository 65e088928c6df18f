import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunningPostgres, startPostgres } from "@/lib/process/embedded-postgres";

let parent: string;
let folder: string;
let running: RunningPostgres | undefined;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "countersign-pg-"));
  chmodSync(parent, 0o755);
  folder = join(parent, "data");
  mkdirSync(folder);
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(parent, { recursive: true, force: true });
});

const start = async () => {
  running = await startPostgres({ folder, superuserPassword: "test" });
  return running;
};
const pidFile = () => join(folder, "postgres", "postmaster.pid");
const pid = () => Number(readFileSync(pidFile(), "utf8").split("\n")[0]);

async function ask({ url }: RunningPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url("postgres", "test", "postgres") });
  await client.connect();
  client.on("error", () => undefined); // the server is killed under it
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

describe("the embedded Postgres", () => {
  it("is started again, on the same address, when it is killed, with everything committed", async () => {
    const postgres = await start();
    await ask(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
    const killed = pid();
    process.kill(killed, "SIGKILL");
    await vi.waitFor(() => expect(pid()).not.toBe(killed), 20_000);
    const answer = await vi.waitFor(() => ask(postgres, "SELECT answer FROM kept"), 20_000);
    expect(answer).toEqual([42]);
  });

  it("can be told to stop while it is being started again", async () => {
    const postgres = await start();
    process.kill(pid(), "SIGKILL");
    await postgres.stop();
    expect(await ask(await start(), "SELECT 1")).toEqual([1]);
  });

  it("starts although the pid file names a process that is something else by now", async () => {
    const first = await start();
    const text = await vi.waitFor(() => readFileSync(pidFile(), "utf8"));
    await first.stop();
    writeFileSync(pidFile(), text.replace(/^\d+/, String(process.pid)), { mode: 0o644 });
    expect(await ask(await start(), "SELECT 1")).toEqual([1]);
  });

  it("runs in a folder that only its owner may enter", async () => {
    chmodSync(parent, 0o700);
    expect(await ask(await start(), "SELECT 1")).toEqual([1]);
  });

  it("keeps its durability, and its password out of reach", async () => {
    const postgres = await start();
    expect(await ask(postgres, "SHOW fsync")).toEqual(["on"]);
    expect(await ask(postgres, "SHOW synchronous_commit")).toEqual(["on"]);
    const wrong = { ...postgres, url: () => postgres.url("postgres", "guess", "postgres") };
    await expect(ask(wrong, "SELECT 1")).rejects.toThrow("password authentication failed");
  });
});
