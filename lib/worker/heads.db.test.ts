import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { readLogKey } from "@/lib/log/key";
import { keyHolders } from "@/lib/log/key-holders";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { makeCast, signedText, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { runWorker } from "@/lib/worker/run";

useDatabase();

const pem = generateKeyPairSync("ed25519")
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const folder = mkdtempSync(join(tmpdir(), "countersign-heads-"));
const file = join(folder, "anchors.jsonl");
beforeAll(() => {
  process.env.COUNTERSIGN_LOG_KEY = pem;
  process.env.COUNTERSIGN_ANCHOR_FILE = file;
});
afterAll(() => rmSync(folder, { recursive: true }));

const signedNumber = async (streamId: string) =>
  (
    await query<{ number: number }>(
      `select max(number) as number from "LogHead" where "streamId" = $1`,
      [streamId],
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
      async () => expect((await keyHolders()).at(-1)?.keyId).toBe(readLogKey(pem).id),
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
  } finally {
    stopping.abort();
    await worker;
  }
});
