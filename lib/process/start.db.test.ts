import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { lockDataFolder } from "@/lib/process/data-folder";
import { freePort } from "@/lib/process/ports";
import { createDatabase } from "@/lib/testing/postgres";
import { startProcess } from "@/lib/testing/product";

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "countersign-start-"));
  folder = join(parent, "data");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Starts, and expects it to end with one line that says what to do. */
async function refused(env: Record<string, string>): Promise<string> {
  const port = String(await freePort());
  const started = startProcess(["bin/start.mjs"], { COUNTERSIGN_DATA: folder, PORT: port, ...env });
  expect(await started.ended).toBe(1);
  const line = started.said().trim();
  expect(line.split("\n")).toHaveLength(1);
  return line;
}

const OWN = {
  DATABASE_OWNER_URL: "postgresql://owner:hidden@127.0.0.1:9/gone",
  DATABASE_URL: "postgresql://app:hidden@127.0.0.1:9/gone",
  COUNTERSIGN_SECRET: "a secret for tests, thirty-two characters",
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: "c2VjcmV0IGZvciB0ZXN0cywgMzIgYnl0ZXMgbG9uZyE=",
};

describe("a start that cannot go on says why in one line, ends with 1 and changes nothing", () => {
  it("port taken", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
    expect(await refused({ PORT: String(port) })).toContain(`Port ${port} is already in use`);
    server.close();
    expect(existsSync(folder)).toBe(false);
  });

  it("PORT that is none", async () => {
    expect(await refused({ PORT: "http" })).toContain("PORT=http is not a port");
  });

  it("data folder of another Postgres version", async () => {
    mkdirSync(join(folder, "postgres"), { recursive: true });
    writeFileSync(
      join(folder, "keys.json"),
      JSON.stringify({
        superuserPassword: "a",
        ownerPassword: "b",
        appPassword: "c",
        secret: "d",
        actionsKey: "e",
      }),
    );
    writeFileSync(join(folder, "postgres", "PG_VERSION"), "16\n");
    const line = await refused({});
    expect(line).toContain("was written by PostgreSQL 16");
    expect(readdirSync(join(folder, "postgres"))).toEqual(["PG_VERSION"]);
  });

  it("data folder that is somebody else's", async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "PG_VERSION"), "18\n");
    expect(await refused({})).toContain("holds something else");
    expect(readdirSync(folder)).toEqual(["PG_VERSION"]);
  });

  it("data folder in use by a running start", async () => {
    const release = await lockDataFolder(folder);
    expect(await refused({})).toContain(`in use by another start (process ${process.pid})`);
    release();
  });

  it("database that cannot be reached: named by its setting, without its password", async () => {
    const line = await refused(OWN);
    expect(line).toContain("127.0.0.1:9/gone (DATABASE_URL) cannot be reached");
    expect(line).not.toContain("hidden");
  });

  it("own database without keys: each is named, with how to make it", async () => {
    const line = await refused({ DATABASE_URL: OWN.DATABASE_URL });
    for (const name of [
      "DATABASE_OWNER_URL",
      "COUNTERSIGN_SECRET",
      "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY",
    ])
      expect(line).toContain(name);
  });

  it("one role for owner and application", async () => {
    const { ownerUrl } = inject("testServer");
    expect(
      await refused({ ...OWN, DATABASE_URL: ownerUrl, DATABASE_OWNER_URL: ownerUrl }),
    ).toContain("needs a role of its own");
  });

  it("a role for the application that could rewrite the log", async () => {
    const { adminUrl, ownerUrl } = await createDatabase(
      inject("testServer"),
      `start_${randomUUID().slice(0, 8)}`,
    );
    const line = await refused({
      ...OWN,
      DATABASE_URL: adminUrl,
      DATABASE_OWNER_URL: ownerUrl,
    });
    expect(line).toContain("which could rewrite the log: it is a superuser");
    expect(line).toContain("COUNTERSIGN_ALLOW_REWRITABLE_LOG=yes");
  });

  it("settings that web and worker would refuse", async () => {
    expect(await refused({ ...OWN, TRUSTED_PROXIES: "my proxy" })).toContain(
      "TRUSTED_PROXIES must be addresses or networks",
    );
  });
});
