import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Env, parseEnv } from "@/lib/core/env";
import { demandSafeRoles } from "@/lib/core/log-safety";
import { providerOf } from "@/lib/identity/provider";
import { bundle } from "@/lib/process/bundle";
import { type Connection, embeddedDatabase, ownDatabase } from "@/lib/process/database";
import { demoPeople, type Person } from "@/lib/process/demo-data";
import { StartFailure } from "@/lib/process/failure";
import { requireFreePort } from "@/lib/process/ports";
import { preloadFile, untilAnswering, webProcess, workerProcess } from "@/lib/process/processes";
import { prismaFolder, root } from "@/lib/process/roots";
import { type Closing, serve, untilStopped } from "@/lib/process/serve";
import { type StartSettings, startSettings } from "@/lib/process/settings";
import { migrate } from "@/prisma/migrate";

type Database = { connection: Connection; people: Person[]; failures: Promise<string>[] };

/** `npm start` and `npm run dev`: database, migrations, demo data, build, then web and worker until told to stop. */
export function main(args: string[]): Promise<number> {
  return untilStopped(
    (stop, closing) => start(startSettings(args, process.env), stop, closing),
    say,
  );
}

async function start(
  settings: StartSettings,
  stop: AbortSignal,
  closing: Closing[],
): Promise<void> {
  await requireFreePort(settings.host, settings.port);
  await script("bin/generate.mjs", [], {}, stop);
  const { connection, people, failures } = settings.embedded
    ? await embedded(settings, stop, closing)
    : await own(settings);
  if (settings.dev) await bundle("lib/process/preload.ts", preloadFile);
  else await script("bin/build.mjs", ["--if-needed"], {}, stop);
  const specs = [webProcess(settings, connection), workerProcess(settings, connection)];
  const answering = untilAnswering(settings, stop);
  await serve({
    specs,
    answering,
    failures,
    stop,
    closing,
    say,
    announce: () => announce(settings, people),
  });
}

async function own(settings: StartSettings): Promise<Database> {
  const connection = ownDatabase(process.env);
  const given = requireSettings(settings, connection);
  await applyMigrations(connection);
  await requireSafeRoles(given);
  return { connection, people: [], failures: [] };
}

async function embedded(
  settings: StartSettings,
  stop: AbortSignal,
  closing: Closing[],
): Promise<Database> {
  const { connection, postgres, recreate, close } = await embeddedDatabase(settings.folder, say);
  closing.push(close);
  stop.throwIfAborted();
  const given = requireSettings(settings, connection);
  await applyMigrations(connection);
  await requireSafeRoles(given);
  const remake = async () => {
    await recreate();
    await applyMigrations(connection);
  };
  const fill = (file: string) => script("lib/process/fill.ts", [file], connection, stop);
  const people = await demoPeople({ folder: settings.folder, say, remake, fill });
  return { connection, people, failures: [postgres.failed] };
}

/** What web and worker would refuse is said before anything long runs. */
function requireSettings({ host, port }: StartSettings, connection: Connection): Env {
  try {
    const all = { ...process.env, ...connection, HOST: host, PORT: String(port) };
    const given = parseEnv(all);
    providerOf(given);
    return given;
  } catch (error) {
    throw new StartFailure((error as Error).message);
  }
}

/** As web and worker do when they start, before anything is built. With the setting that lets it be, they warn. */
async function requireSafeRoles(settings: Env): Promise<void> {
  if (settings.COUNTERSIGN_ALLOW_REWRITABLE_LOG === "yes") return;
  await demandSafeRoles(settings).catch((error: Error) => {
    throw new StartFailure(error.message);
  });
}

async function applyMigrations({ DATABASE_OWNER_URL, DATABASE_URL }: Connection): Promise<void> {
  const options = { ownerUrl: DATABASE_OWNER_URL, appUrl: DATABASE_URL, folder: prismaFolder };
  const applied = await migrate(options).catch((error: Error) => {
    throw new StartFailure(error.message);
  });
  if (applied.length > 0) say(`Applied migrations: ${applied.join(", ")}`);
}

/** One of our own scripts as a child of its own, so that what it loads does not stay in memory. */
async function script(
  file: string,
  args: string[],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const loader = file.endsWith(".ts") ? ["--import", "tsx"] : [];
  const child = spawn(process.execPath, [...loader, file, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new StartFailure(`${file} failed; its messages are above.`);
}

function announce({ host, port, embedded: isDemo }: StartSettings, people: Person[]): void {
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  say(`Ready: http://${shown}:${port}`);
  if (isDemo && people.length > 0)
    say("Who can sign in (demo people, with the passwords of the first start):");
  for (const { name, email, password, role } of people)
    say(`  ${email.padEnd(30)} ${password}   ${name}, ${role}`);
  if (!isDemo) say("The first admin is made with: npm run -s countersign -- admin create EMAIL");
  say("Ctrl-C stops everything.");
}

function say(line: string): void {
  console.log(line);
}
