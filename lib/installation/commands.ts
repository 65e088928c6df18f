import { z } from "zod";
import { command } from "@/lib/command/command";
import { system } from "@/lib/core/caller";
import { keepPublicKey, signEveryHead } from "@/lib/log/heads";
import type { LogKey } from "@/lib/log/key";
import { installationStream, keyHolders, keyTaken } from "@/lib/log/key-holders";

const storeTaking = command({
  may: "people.edit",
  input: z.object({ keyId: z.string(), publicKey: z.string() }),
  stream: () => installationStream,
  scope: () => null,
  async run({ input: after }) {
    const keyId = (await keyHolders()).at(-1)?.keyId ?? null;
    if (keyId === after.keyId) return { result: null, events: [], rows: [] };
    const before = keyId === null ? null : { keyId };
    return {
      result: null,
      events: [{ kind: keyTaken, subject: { key: after.keyId }, before, after }],
      rows: [],
    };
  },
});

/**
 * From now on this key signs heads of logs, and no other: recorded in the installation's log. A key that is new signs
 * every log as it stands, so that nobody who got hold of the one before can chain anything of it anew.
 */
export async function takeLogKey(key: LogKey, now: Date): Promise<{ isNew: boolean }> {
  const { id: keyId, publicKey } = key;
  await keepPublicKey(key);
  const { events } = await storeTaking(system("log key"), { keyId, publicKey });
  if (events.length > 0) await signEveryHead(key, now);
  return { isNew: events.length > 0 };
}
