import { generateKeyPairSync } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { takeLogKey } from "@/lib/installation/commands";
import { keepPublicKey, signEveryHead } from "@/lib/log/heads";
import { readLogKey } from "@/lib/log/key";

type Output = { stdout(text: string): void; stderr(text: string): void };

/**
 * `countersign log key rotate`: a new key in the place of the one in `setting` (`file:` and a path). The old one signs
 * every log a last time and is destroyed; its public half stays. 0 done, 2 wrong arguments; throws when it cannot.
 */
export async function rotateKeyCommand(
  args: string[],
  setting: string,
  output: Output,
): Promise<number> {
  if (args.length > 0) {
    output.stderr("Usage: countersign log key rotate\n");
    return 2;
  }
  if (!setting.startsWith("file:"))
    throw new Error(
      "COUNTERSIGN_LOG_KEY holds the key itself, so only you can replace it: make a new one (openssl genpkey -algorithm ed25519), set it, and start the worker again. It records the change and keeps the old public key.",
    );
  const path = setting.slice("file:".length);
  const old = readLogKey(setting);
  await keepPublicKey(old);
  await signEveryHead(old, new Date());
  const { privateKey } = generateKeyPairSync("ed25519");
  const beside = `${path}.new`;
  const text = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  writeFileSync(beside, text, { mode: 0o600 });
  renameSync(beside, path);
  const key = readLogKey(setting);
  await takeLogKey(key, new Date());
  output.stdout(
    `Heads of logs are signed with key ${key.id} from now on; the public half of ${old.id} is kept.\n${key.publicKey}`,
  );
  return 0;
}
