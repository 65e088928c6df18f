import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { takeLogKey } from "@/lib/installation/commands";
import { rotateKeyCommand } from "@/lib/installation/rotate-cli";
import { showKeyCommand } from "@/lib/installation/show-key-cli";
import { type CheckedLog, checkLogs } from "@/lib/log/check-logs";
import { signHead } from "@/lib/log/head";
import { signStreamHead } from "@/lib/log/heads";
import { type LogKey, readLogKey } from "@/lib/log/key";
import { installationStream, keyHolders } from "@/lib/log/key-holders";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const pem = () =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

async function check(streamId: string): Promise<CheckedLog | undefined> {
  for await (const log of checkLogs(streamId)) return log;
  return undefined;
}

const headsOf = async (streamId: string, { id }: LogKey) =>
  (
    await query<{ number: number }>(
      `select number from "LogHead" where "streamId" = $1 and "keyId" = $2 order by number`,
      [streamId, id],
    )
  ).map(({ number }) => number);

/** What somebody would put in who got hold of a key: a genuine signature, over the log as it stands, at a time of choice. */
async function signAsThief(streamId: string, key: LogKey, at: Date): Promise<void> {
  const [stream] = await query<{ last: number; head: string }>(
    `select last, head from "Stream" where id = $1`,
    [streamId],
  );
  if (!stream) throw new Error("no such log");
  const head = signHead(
    { streamId, number: stream.last, hash: stream.head, at: at.toISOString() },
    key,
  );
  await query(
    `insert into "LogHead" ("streamId", number, "keyId", hash, at, signature) values ($1, $2, $3, $4, $5, $6)`,
    [head.streamId, head.number, head.keyId, head.hash, head.at, head.signature],
  );
}

describe("the key that signs heads of logs", () => {
  let first: LogKey;
  let second: LogKey;
  beforeEach(async () => {
    [first, second] = [readLogKey(pem()), readLogKey(pem())];
    await takeLogKey(first, new Date());
  });

  it("is recorded once in the installation's log, with its public half", async () => {
    expect(await takeLogKey(first, new Date())).toEqual({ isNew: false });
    expect((await keyHolders()).at(-1)?.keyId).toBe(first.id);
    const log = await check(installationStream.id);
    expect(log).toMatchObject({ kind: "installation", fault: null, signedTo: log?.events });
  });

  it("that replaces another signs every log at once; heads of the old one stay good", async () => {
    const made = await makeDeployment({ text: "# List\n\n- [ ] One\n- [ ] Two\n" });
    await settle(made, "One");
    await signStreamHead(made.id, first, new Date());
    const [signed = 0] = await headsOf(made.id, first);
    await settle(made, "Two");
    await takeLogKey(second, new Date());
    expect(await headsOf(made.id, first)).toEqual([signed]);
    expect(await headsOf(made.id, second)).toHaveLength(1);
    const log = await check(made.id);
    expect(log).toMatchObject({ fault: null, signedTo: log?.events });
    expect((await check(installationStream.id))?.fault).toBeNull();
  });

  it("that was replaced signs no more", async () => {
    const { id } = await makeDeployment({ text: "# List\n\n- [ ] One\n" });
    await takeLogKey(second, new Date());
    await expect(signStreamHead(id, first, new Date())).rejects.toThrow(
      `it was replaced by ${second.id}`,
    );
    expect(await headsOf(id, first)).toEqual([]);
  });

  it("that was replaced is told apart by the time of its heads", async () => {
    const { id } = await makeDeployment({ text: "# List\n\n- [ ] One\n" });
    await takeLogKey(second, new Date());
    await signAsThief(id, first, new Date(Date.now() + 3_600_000));
    expect((await check(id))?.fault?.code).toBe("key-retired");
  });

  it("is replaced by a command: the file has the new one alone, for its owner's eyes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-key-"));
    const file = join(folder, "log-key.pem");
    const setting = `file:${file}`;
    writeFileSync(file, pem());
    try {
      const old = readLogKey(setting);
      await takeLogKey(old, new Date());
      const made = await makeDeployment({ text: "# List\n\n- [ ] One\n" });
      const said: string[] = [];
      const say = (text: string) => void said.push(text);
      expect(await rotateKeyCommand([], setting, { stdout: say, stderr: say })).toBe(0);
      const key = readLogKey(setting);
      expect(key.id).not.toBe(old.id);
      expect(said.join("")).toContain(key.publicKey);
      expect(said.join("")).not.toContain(readFileSync(file, "utf8"));
      expect(statSync(file).mode & 0o077).toBe(0);
      expect((await keyHolders()).slice(-2).map(({ keyId }) => keyId)).toEqual([old.id, key.id]);
      expect(await headsOf(made.id, old)).toEqual(await headsOf(made.id, key));
      await expect(rotateKeyCommand([], pem(), { stdout: say, stderr: say })).rejects.toThrow(
        "only you can replace it",
      );
      expect(await rotateKeyCommand(["now"], setting, { stdout: say, stderr: say })).toBe(2);
      const shown: string[] = [];
      const show = { stdout: (text: string) => void shown.push(text), stderr: () => undefined };
      expect(await showKeyCommand([], show)).toBe(0);
      expect(shown[0]).toBe(key.publicKey);
      expect(shown).toContain(old.publicKey);
      expect(await showKeyCommand([old.id], show)).toBe(0);
      expect(shown.at(-1)).toBe(old.publicKey);
      expect(await showKeyCommand(["nothing"], show)).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
