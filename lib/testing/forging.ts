import { generateKeyPairSync } from "node:crypto";
import { seal } from "@/lib/dossier/dsse";
import { statementOf } from "@/lib/dossier/make";
import { readRecord } from "@/lib/dossier/read-record";
import type { Statement } from "@/lib/dossier/schema";
import { openDossier, type Verified, verifyDossier } from "@/lib/dossier/verify";
import { canonical, sha256 } from "@/lib/log/event";
import { type LogKey, readLogKey } from "@/lib/log/key";

/** Dossiers as somebody with the key could forge them. */

export const newKey = (): LogKey =>
  readLogKey(
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );

/** A changed copy whose hashes are all made anew, so that only what it says can give it away. */
export function chainedAnew(of: Statement, change: (copy: Statement) => void): Statement {
  const copy = structuredClone(of);
  change(copy);
  const { predicate } = copy;
  let prev = "";
  for (const event of predicate.events) {
    event.prev = prev;
    prev = sha256(canonical(event));
  }
  predicate.logHead = prev;
  predicate.heads = [];
  return copy;
}

/** What `dossier verify` says of a deployment's record, after a change that its key's owner could make. */
export async function verifiedAfter(
  deploymentId: string,
  change: (copy: Statement) => void = () => undefined,
): Promise<Verified> {
  const key = newKey();
  const made = statementOf(await readRecord(deploymentId), new Date(), "test");
  const sealed = seal(JSON.stringify(chainedAnew(made, change)), key);
  return verifyDossier(openDossier(JSON.stringify(sealed)), key.publicKey);
}
