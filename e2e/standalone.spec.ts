import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePort } from "@/lib/process/ports";
import { standalone } from "@/lib/process/roots";
import { httpSession } from "@/lib/testing/http-session";
import { createDatabase, startTestServer } from "@/lib/testing/postgres";
import { startProcess } from "@/lib/testing/product";

test("the standalone folder alone migrates, makes the first admin, serves a sign-in and works the queue", async () => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "countersign-standalone-"));
  const postgres = await startTestServer();
  try {
    cpSync(standalone, folder, { recursive: true, verbatimSymlinks: true });
    const { ownerUrl, appUrl } = await createDatabase(postgres, "standalone", null);
    const port = String(await freePort());
    const app = {
      DATABASE_URL: appUrl,
      COUNTERSIGN_SECRET: "a secret for tests, thirty-two characters",
      PORT: port,
      NODE_ENV: "production",
    };
    const owner = { ...app, DATABASE_OWNER_URL: ownerUrl };

    const migrated = startProcess(["countersign.js", "migrate"], owner, folder);
    expect(await migrated.ended, migrated.said()).toBe(0);
    expect(migrated.said()).toContain("Applied: 0001_init");

    const made = startProcess(
      ["countersign.js", "admin", "create", "first@example.com"],
      app,
      folder,
    );
    expect(await made.ended, made.said()).toBe(0);
    const password = /: (\S+)\s*$/.exec(made.said())?.[1] ?? "";

    const server = startProcess(["server.js"], app, folder);
    const worker = startProcess(["worker.js"], app, folder);
    await server.until("Ready in");
    const visitor = httpSession(`http://127.0.0.1:${port}`);
    await visitor.signIn("first@example.com", "not the password");
    expect(await visitor.isSignedIn()).toBe(false);
    await visitor.signIn("first@example.com", password);
    expect(await visitor.isSignedIn()).toBe(true);

    expect(worker.child.exitCode, worker.said()).toBeNull();
    for (const { child } of [server, worker]) child.kill("SIGTERM");
    expect(await worker.ended, worker.said()).toBe(0);
    await server.ended;
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the server names every setting that is missing, in one line", async () => {
  const server = startProcess(
    ["server.js"],
    { DATABASE_URL: undefined, COUNTERSIGN_SECRET: undefined },
    standalone,
  );
  expect(await server.ended).toBe(1);
  expect(server.said().trim()).toBe(
    "Settings (environment variables): DATABASE_URL is missing; COUNTERSIGN_SECRET is missing.",
  );
});
