import { publicKeys } from "@/lib/log/key-holders";

type Output = { stdout(text: string): void; stderr(text: string): void };

/**
 * `countersign log key show`: the public keys that heads and records are signed with, PEM, the present one first; or the
 * one with this id. For whoever checks a record. 0 done, 1 no such key, 2 wrong arguments.
 */
export async function showKeyCommand([id, ...more]: string[], output: Output): Promise<number> {
  if (more.length > 0 || id?.startsWith("-")) {
    output.stderr("Usage: countersign log key show [KEY_ID]\n");
    return 2;
  }
  const known = await publicKeys(id ?? null);
  if (known.length === 0) {
    output.stderr(id ? `There is no key ${id} here.\n` : "No head was signed yet.\n");
    return 1;
  }
  for (const [at, key] of known.entries()) {
    output.stderr(`${key.id}${at === 0 && !id ? " signs now" : ""}\n`);
    output.stdout(key.publicKey);
  }
  return 0;
}
