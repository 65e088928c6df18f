import { createPublicKey } from "node:crypto";
import { parseArgs } from "node:util";
import { fileProblem } from "@/lib/core/file-problem";
import { type Opened, openDossier, type Verified, verifyDossier } from "@/lib/dossier/verify";

type Io = {
  readFile(path: string): Promise<Buffer>;
  stdout(text: string): void;
  stderr(text: string): void;
};

const usage = "Usage: countersign dossier verify FILE [--key PUBLIC_KEY_FILE] [--json]\n";

/** `countersign dossier verify`: offline, no database. 0 sound, 1 not, 2 unreadable or wrong arguments. */
export async function dossierVerifyCommand(args: string[], io: Io): Promise<number> {
  const asked = readArguments(args);
  if (!asked) {
    io.stderr(usage);
    return 2;
  }
  let opened: Opened;
  let key: string | null;
  try {
    key = asked.key === null ? null : publicKeyIn((await io.readFile(asked.key)).toString("utf8"));
  } catch (error) {
    return unreadable(asked, `${asked.key} cannot be read as a public key`, error, io);
  }
  try {
    opened = openDossier((await io.readFile(asked.file)).toString("utf8"));
  } catch (error) {
    return unreadable(asked, `${asked.file} cannot be read as a dossier`, error, io);
  }
  const verified = verifyDossier(opened, key);
  io.stdout(asked.json ? asJson(verified) : asText(asked.file, verified));
  return verified.sound ? 0 : 1;
}

type Asked = { file: string; key: string | null; json: boolean };

function readArguments(args: string[]): Asked | null {
  const options = { key: { type: "string" }, json: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [file, ...more] = positionals;
    if (!file || more.length > 0) return null;
    return { file, key: values.key ?? null, json: values.json ?? false };
  } catch {
    return null; // the usage says it better
  }
}

function publicKeyIn(text: string): string {
  try {
    return createPublicKey(text).export({ type: "spki", format: "pem" }).toString();
  } catch {
    throw new Error("it is not a public key in PEM");
  }
}

function unreadable({ json }: Asked, what: string, error: unknown, io: Io): number {
  const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unreadable";
  const why = `${what}: ${fileProblem(error) ?? said}`;
  if (json) io.stdout(`${JSON.stringify({ sound: null, fault: null, why })}\n`);
  else io.stderr(`${why}\n`);
  return 2;
}

function asJson(verified: Verified): string {
  if (!verified.sound) return `${JSON.stringify(verified, null, 2)}\n`;
  const { statement, ...rest } = verified;
  const { deployment, events, heads, logHead, stateHash } = statement.predicate;
  const counts = { events: events.length, heads: heads.length };
  return `${JSON.stringify({ ...rest, fault: null, deployment, ...counts, logHead, stateHash }, null, 2)}\n`;
}

function asText(file: string, verified: Verified): string {
  if (!verified.sound) {
    const { where, expected, found } = verified.fault;
    return `NOT sound: ${file}\n${where}: expected ${expected}, found ${found}\n`;
  }
  const { deployment, events } = verified.statement.predicate;
  const { project, version, environment, status, outcome } = deployment;
  const seal = verified.pinned
    ? "sealed by the given key"
    : `sealed by key ${verified.keyId}; give --key to say whose that must be`;
  return `Sound: ${project} ${version} on ${environment}, ${outcome ?? status}, ${events.length} events; ${seal}.\n`;
}
