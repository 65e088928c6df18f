import { dossierOf, revealing } from "@/lib/dossier/make";
import { readRecord } from "@/lib/dossier/read-record";
import { keepPublicKey, signStreamHead } from "@/lib/log/heads";
import { readLogKey } from "@/lib/log/key";
import { version } from "@/package.json";

type Output = { stdout(text: string): void; stderr(text: string): void };

/**
 * `countersign dossier export ID`: for whoever has the installation's key and its database. The head is signed first, so
 * that the record holds it. Contacts are left out unless asked for, names with `--redact`: what was signed keeps its
 * commitments to them. 0 done, 2 wrong arguments; throws for a deployment that is not there.
 */
export async function dossierExportCommand(
  [id, ...more]: string[],
  logKey: string,
  output: Output,
): Promise<number> {
  if (!id || more.some((one) => one !== "--redact" && one !== "--contacts")) {
    output.stderr(
      "Usage: countersign dossier export DEPLOYMENT_ID [--contacts] [--redact] > FILE\n",
    );
    return 2;
  }
  const key = readLogKey(logKey);
  await keepPublicKey(key);
  await signStreamHead(id, key, new Date());
  const asked = { contacts: more.includes("--contacts"), names: !more.includes("--redact") };
  const record = revealing(await readRecord(id), asked);
  output.stdout(`${JSON.stringify(dossierOf(record, key, new Date(), version))}\n`);
  return 0;
}
