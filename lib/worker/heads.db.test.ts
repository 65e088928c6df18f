import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { rotateKeyCommand } from "@/lib/installation/rotate-cli";
import { checkLogs } from "@/lib/log/check-logs";
import { readLogKey } from "@/lib/log/key";
import { keyHolders } from "@/lib/log/key-holders";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { makeCast, signedText, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { runWorker } from "@/lib/worker/run";

useDatabase();

const folder = mkdtempSync(join(tmpdir(), "countersign-heads-"));
const file = join(folder, "anchors.jsonl");
const keyFile = join(folder, "log-key.pem");
const setting = `file:${keyFile}`;
beforeAll(() => {
  const { privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  process.env.COUNTERSIGN_LOG_KEY = setting;
  process.env.COUNTERSIGN_ANCHOR_FILE = file;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The last number that the key of the file has signed. */
const signedNumber = async (streamId: string) =>
  (
    await query<{ number: number }>(
      `select max(number) as number from "LogHead" where "streamId" = $1 and "keyId" = $2`,
      [streamId, readLogKey(setting).id],
    )
  )[0]?.number;

it("the worker records its key, signs the head of a log after a signature, and writes it down outside", async () => {
  const cast = await makeCast();
  const made = await makeDeployment({ text: signedText });
  await settle(made, "Merged");
  const stopping = new AbortController();
  const worker = runWorker(stopping.signal);
  try {
    await vi.waitFor(
      async () => expect((await keyHolders()).at(-1)?.keyId).toBe(readLogKey(setting).id),
      { timeout: 20_000, interval: 50 },
    );
    const { events } = await signs(made, "Development", cast.dev);
    await vi.waitFor(async () => expect(await signedNumber(made.id)).toBe(events.at(-1)?.number), {
      timeout: 20_000,
      interval: 50,
    });
    await vi.waitFor(() => expect(readFileSync(file, "utf8")).toContain(made.id), {
      timeout: 20_000,
      interval: 50,
    });
    // Replaced under the running worker: it signs on with the new one, which has signed what was there.
    const quiet = { stdout: () => undefined, stderr: () => undefined };
    expect(await rotateKeyCommand([], setting, quiet)).toBe(0);
    expect(await signedNumber(made.id)).toBe(events.at(-1)?.number);
    const again = await signs(made, "QA", cast.qa);
    await vi.waitFor(
      async () => expect(await signedNumber(made.id)).toBe(again.events.at(-1)?.number),
      { timeout: 20_000, interval: 50 },
    );
    for await (const { fault } of checkLogs(made.id)) expect(fault).toBeNull();
  } finally {
    stopping.abort();
    await worker;
  }
});
