import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@/lib/process/ports";
import { root, standalone } from "@/lib/process/roots";

export type Started = {
  child: ChildProcess;
  said(): string;
  until(text: string): Promise<void>;
  ended: Promise<number>;
};

/** What a test runner sets for itself. */
const NOT_INHERITED =
  /^(E2E_|DATABASE_|COUNTERSIGN_|OIDC_|NODE_OPTIONS|NO_COLOR|FORCE_COLOR|NODE_ENV|VITEST)/;

/** A process of ours whose output can be waited for. */
export function startProcess(
  args: string[],
  env: Record<string, string | undefined>,
  cwd = root,
): Started {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const heard = new EventTarget();
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
      heard.dispatchEvent(new Event("output"));
    });
  const ended = once(child, "close").then(([code]) => Number(code ?? 1));
  const until = async (text: string) => {
    while (!output.includes(text)) {
      const more = new Promise((resolve) =>
        heard.addEventListener("output", resolve, { once: true }),
      );
      const over = await Promise.race([more.then(() => false), ended.then(() => true)]);
      if (over && !output.includes(text))
        throw new Error(`It ended before it said "${text}":\n${output}`);
    }
  };
  return { child, said: () => output, until, ended };
}

/** `npm start` on a new data folder and a free port; trusts a proxy on this machine. Secrets are in the data folder. */
export async function startProduct(env: Record<string, string> = {}) {
  const folder = env.COUNTERSIGN_DATA ?? mkdtempSync(join(tmpdir(), "countersign-e2e-"));
  const port = await freePort();
  const settings = {
    COUNTERSIGN_DATA: folder,
    COUNTERSIGN_SECRETS_DIR: join(folder, "secrets"),
    PORT: String(port),
    HOST: "127.0.0.1",
    TRUSTED_PROXIES: "127.0.0.1,::1",
  };
  const started = startProcess(["bin/start.mjs"], { ...settings, ...env });
  const stop = async () => {
    started.child.kill("SIGTERM");
    const code = await started.ended;
    rmSync(folder, { recursive: true, force: true });
    return code;
  };
  try {
    await started.until("Ctrl-C stops everything.");
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, folder, port, started, stop };
}

/** One more web process on the database of a started product: what one browser does there, others see here. */
export async function startAnotherWeb(
  folder: string,
  settings: Record<string, string> = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const connection = JSON.parse(readFileSync(join(folder, "connection.json"), "utf8")) as Record<
    string,
    string
  >;
  const port = await freePort();
  const env = {
    ...connection,
    DATABASE_OWNER_URL: undefined,
    HOST: "127.0.0.1",
    PORT: String(port),
    NODE_ENV: "production",
    TRUSTED_PROXIES: "127.0.0.1,::1",
    ...settings,
  };
  const started = startProcess(["server.js"], env, standalone);
  await started.until("Ready in");
  const stop = async () => {
    started.child.kill("SIGTERM");
    await started.ended;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
