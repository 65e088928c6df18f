import { createReadStream, existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";
import { dataFolder, logKeyFile } from "@/lib/process/data-folder";
import { prismaFolder, root } from "@/lib/process/roots";

const HELP = `countersign: carries a production deployment from its checklist to its signed record

  countersign checklist lint FILE [--json]   how a Markdown checklist is read
  countersign probe run FILE|- [--json] [--allow CIDR]... [--port PORT]... [--var NAME=VALUE]...
                                             run one probe; exit code 0 pass, 1 fail, 2 inconclusive,
                                             3 not a valid spec or a wrong call
  countersign probe metrics-check [--format text|openmetrics] [--json] FILE...
                                             is it valid exposition? exit code 0 all are, 1 one is not,
                                             2 a wrong call; a file with a line "# EOF" is OpenMetrics
  countersign dossier export DEPLOYMENT_ID [--contacts] [--redact]
                                             the signed record as JSON, on standard output; with contacts,
                                             without names
  countersign dossier verify FILE [--key PUBLIC_KEY_FILE] [--json]
                                             checks such a record, offline
  countersign gate --url URL --deployment ID [--stage deploy] [--wait 30m] [--json]
                                             may a pipeline proceed? exit code 0 it may, 1 it may not,
                                             2 it could not be asked; the token is COUNTERSIGN_TOKEN
  countersign log verify [--deployment ID] [--anchors FILE] [--json]
                                             checks every log in the database, to its signed heads and
                                             to what was written to COUNTERSIGN_ANCHOR_FILE
  countersign log key show [KEY_ID]          public keys of heads and records, PEM, the present one first
  countersign log key rotate                 a new key for signing heads of logs; the old public one is kept
  countersign migrate                        bring the database up to date
  countersign admin create EMAIL             make an admin; prints a one-time password
  countersign help                           this text

The database is DATABASE_URL (and DATABASE_OWNER_URL for migrate), or else the embedded one of a running start.
`;

type Command = (rest: string[]) => Promise<number>;

const COMMANDS: Record<string, Command> = {
  "checklist lint": lint,
  "probe run": probeRun,
  "probe metrics-check": metricsCheck,
  "dossier export": exportDossier,
  "dossier verify": verifyDossier,
  gate: askGate,
  "log verify": verifyLogs,
  "log key rotate": rotateKey,
  "log key show": showKey,
  migrate: applyMigrations,
  "admin create": createAdmin,
};

/** Runs one command; 2 when there is no such command or its arguments are wrong. */
export async function main(args: string[]): Promise<number> {
  const name = Object.keys(COMMANDS).find(
    (words) => words === args.slice(0, words.split(" ").length).join(" "),
  );
  const command = name ? COMMANDS[name] : undefined;
  if (name && command) {
    try {
      return await command(args.slice(name.split(" ").length));
    } catch (error) {
      console.error(await wordsOf(error));
      return 1;
    }
  }
  const asked = args.length === 0 || ["help", "--help", "-h"].includes(args[0] ?? "");
  if (asked) process.stdout.write(HELP);
  else process.stderr.write(`Unknown command: ${args.join(" ")}\n\n${HELP}`);
  return asked ? 0 : 2;
}

/** What a rule says is told in words, as on the screen. */
async function wordsOf(error: unknown): Promise<string> {
  if (!(error instanceof AppError)) return error instanceof Error ? error.message : String(error);
  const { errorText } = await import("@/lib/i18n/error-text");
  const { translator } = await import("@/lib/i18n/translator");
  return errorText(translator("en", "errors"), error.view);
}

/** npm starts us in the repository's folder; paths are meant from where it was called. */
const fromCaller = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path);

async function lint(rest: string[]): Promise<number> {
  const { lintCommand } = await import("@/lib/checklist/lint");
  return lintCommand(rest, {
    readFile: (path) => readFile(fromCaller(path)),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

async function metricsCheck(rest: string[]): Promise<number> {
  const { metricsCheckCommand } = await import("@/lib/probe/metrics-check");
  return metricsCheckCommand(rest, {
    readFile: (path) => readFile(fromCaller(path)),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

/** The first Ctrl-C ends the run, which is then inconclusive; the second ends the process. */
async function probeRun(rest: string[]): Promise<number> {
  const { probeRunCommand } = await import("@/lib/probe/run-cli");
  const { commandLineSecrets } = await import("@/lib/probe/secret-source");
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  const stream = (path: string) =>
    path === "-" ? process.stdin : createReadStream(fromCaller(path));
  return probeRunCommand(rest, {
    async read(path, limit) {
      const parts: Uint8Array[] = [];
      let left = limit;
      for await (const part of stream(path)) {
        parts.push(part);
        left -= part.length;
        if (left <= 0) break;
      }
      return Buffer.concat(parts);
    },
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    secrets: commandLineSecrets(),
    wait: (ms) => delay(ms, undefined, { signal: stop.signal }).catch(() => undefined),
    signal: stop.signal,
  }).catch((error: unknown) => {
    // 1 would say that something was measured and failed.
    console.error(error instanceof Error ? error.message : error);
    return 2;
  });
}

async function applyMigrations(): Promise<number> {
  findDatabase();
  const { migrate } = await import("@/prisma/migrate");
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: appUrl } = process.env;
  if (!ownerUrl || !appUrl)
    throw new Error(
      "Set DATABASE_OWNER_URL (owns the tables) and DATABASE_URL (the application's role).",
    );
  const applied = await migrate({ ownerUrl, appUrl, folder: prismaFolder });
  console.log(
    applied.length > 0 ? `Applied: ${applied.join(", ")}` : "The database is up to date.",
  );
  return 0;
}

async function exportDossier(rest: string[]): Promise<number> {
  findDatabase();
  const { dossierExportCommand } = await import("@/lib/dossier/export-cli");
  return dossierExportCommand(rest, logKey(), {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

async function verifyDossier(rest: string[]): Promise<number> {
  const { dossierVerifyCommand } = await import("@/lib/dossier/verify-cli");
  const calledFrom = process.env.INIT_CWD ?? process.cwd();
  return dossierVerifyCommand(rest, {
    readFile: (path) => readFile(resolve(calledFrom, path)),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

async function askGate(rest: string[]): Promise<number> {
  const { gateCommand } = await import("@/lib/gate/cli");
  return gateCommand(rest, {
    token: process.env.COUNTERSIGN_TOKEN ?? "",
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    wait: (ms) => delay(ms),
    now: () => performance.now(),
  });
}

async function verifyLogs(rest: string[]): Promise<number> {
  findDatabase();
  const { logVerifyCommand } = await import("@/lib/log/verify-cli");
  return logVerifyCommand(rest, {
    readFile: (path) => readFile(fromCaller(path)),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

async function rotateKey(rest: string[]): Promise<number> {
  findDatabase();
  const { rotateKeyCommand } = await import("@/lib/installation/rotate-cli");
  return rotateKeyCommand(rest, logKey(), {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

async function showKey(rest: string[]): Promise<number> {
  findDatabase();
  const { showKeyCommand } = await import("@/lib/installation/show-key-cli");
  return showKeyCommand(rest, {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  });
}

/** As the worker of a start is given it. */
const logKey = () => process.env.COUNTERSIGN_LOG_KEY || `file:${logKeyFile(dataFolder(root))}`;

async function createAdmin([email, ...more]: string[]): Promise<number> {
  if (!email || more.length > 0) {
    console.error("Usage: countersign admin create EMAIL");
    return 2;
  }
  findDatabase();
  const { adminCreate } = await import("@/lib/people/admin-cli");
  const { password } = await adminCreate(email);
  console.log(
    `${email} is an admin. One-time password (to be changed at the first sign-in): ${password}`,
  );
  return 0;
}

/** Without DATABASE_URL: the embedded database, whose address a start leaves in its data folder. */
function findDatabase(): void {
  if (process.env.DATABASE_URL) return;
  const file = join(dataFolder(root), "connection.json");
  if (!existsSync(file))
    throw new Error("Set DATABASE_URL, or start the embedded database first with: npm start");
  Object.assign(process.env, JSON.parse(readFileSync(file, "utf8")));
}
