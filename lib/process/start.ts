import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "@/lib/process/bundle";
import { type Connection, embeddedDatabase, ownDatabase } from "@/lib/process/database";
import { demoPeople, type Person } from "@/lib/process/demo-data";
import { StartFailure } from "@/lib/process/failure";
import { requireFreePort } from "@/lib/process/ports";
import { preloadFile, untilAnswering, webProcess, workerProcess } from "@/lib/process/processes";
import { prismaFolder, root } from "@/lib/process/roots";
import { type StartSettings, startSettings } from "@/lib/process/settings";
import { supervise } from "@/lib/process/supervisor";
import { migrate } from "@/prisma/migrate";

type Closing = () => Promise<void>;

/** `npm start` and `npm run dev`: database, migrations, demo data, build, then web and worker until told to stop. */
export async function main(args: string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => stop.abort());
  const closing: Closing[] = [];
  try {
    await start(startSettings(args, process.env), stop.signal, closing);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    console.error(error instanceof StartFailure ? error.message : error);
    return 1;
  } finally {
    if (stop.signal.aborted) say("Stopping");
    for (const close of closing.reverse()) await close();
  }
}

async function start(
  settings: StartSettings,
  stop: AbortSignal,
  closing: Closing[],
): Promise<void> {
  await requireFreePort(settings.host, settings.port);
  await script("bin/generate.mjs", [], {}, stop);
  const { connection, people } = await database(settings, stop, closing);
  if (settings.dev) await bundle("lib/process/preload.ts", preloadFile);
  else await script("bin/build.mjs", ["--if-needed"], {}, stop);
  const specs = [webProcess(settings, connection)];
  if (existsSync(join(root, "lib/worker/run.ts"))) specs.push(workerProcess(settings, connection));
  const running = specs.map((spec) => supervise(spec, say));
  closing.push(async () => void (await Promise.all(running.map((one) => one.stop()))));
  const failed = Promise.race(running.map((one) => one.failed));
  const stopped = once(stop, "abort");
  const first = await Promise.race([failed, stopped, untilAnswering(settings, stop)]);
  if (typeof first === "string")
    throw new StartFailure(`Giving up: ${first}. Its messages are above.`);
  if (stop.aborted) return;
  announce(settings, people);
  const reason = await Promise.race([failed, stopped]);
  if (typeof reason === "string")
    throw new StartFailure(`Giving up: ${reason}. Its messages are above.`);
}

async function database(
  settings: StartSettings,
  stop: AbortSignal,
  closing: Closing[],
): Promise<{ connection: Connection; people: Person[] }> {
  if (!settings.embedded) {
    const connection = ownDatabase(process.env);
    await applyMigrations(connection);
    return { connection, people: [] };
  }
  const embedded = await embeddedDatabase(settings.folder, say);
  closing.push(embedded.close);
  stop.throwIfAborted();
  await applyMigrations(embedded.connection);
  if (!existsSync(join(root, "prisma/seed.ts")))
    return { connection: embedded.connection, people: [] };
  const people = await demoPeople({
    folder: settings.folder,
    say,
    remake: async () => {
      await embedded.recreate();
      await applyMigrations(embedded.connection);
    },
    fill: (file) => script("lib/process/fill.ts", [file], embedded.connection, stop),
  });
  return { connection: embedded.connection, people };
}

async function applyMigrations({ DATABASE_OWNER_URL, DATABASE_URL }: Connection): Promise<void> {
  const applied = await migrate({
    ownerUrl: DATABASE_OWNER_URL,
    appUrl: DATABASE_URL,
    folder: prismaFolder,
  }).catch((error: Error) => {
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
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new StartFailure(`${file} failed; its messages are above.`);
}

function announce({ host, port, embedded }: StartSettings, people: Person[]): void {
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  say(`Ready: http://${shown}:${port}`);
  for (const { name, email, password, role } of people)
    say(`  ${email.padEnd(30)} ${password}   ${name}, ${role}`);
  if (embedded && people.length > 0) say("  (demo people, with the passwords of the first start)");
  say("Ctrl-C stops everything.");
}

function say(line: string): void {
  console.log(line);
}
