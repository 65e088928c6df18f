import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { logKeyFile } from "@/lib/process/data-folder";
import type { Connection } from "@/lib/process/database";
import { root, standalone } from "@/lib/process/roots";
import type { StartSettings } from "@/lib/process/settings";
import type { ProcessSpec } from "@/lib/process/supervisor";

const modules = join(root, "node_modules");
/** Loaded before Next and the worker in dev; a start makes it. */
export const preloadFile = join(root, "dist", "preload.mjs");

/**
 * Node's heap grows generously by default: half a gigabyte after a busy hour, for the same live data. Collecting a
 * little more often keeps it small without a limit that a large import could hit.
 */
const thrifty = ["--max-semi-space-size=8", "--heap-growing-percent=40"];
/** What a probe leaves is short-lived: collecting more often costs the worker nothing that was measured. */
export const thriftyWorker = ["--max-semi-space-size=8", "--heap-growing-percent=20"];
const fewArenas = { MALLOC_ARENA_MAX: "2" };

/** Serves pages; open streams end at once when it is told to stop. */
export function webProcess(
  { dev, host, port }: StartSettings,
  connection: Connection,
): ProcessSpec {
  // The owner's address, the key that signs logs, the webhook's token and probes' secrets stay out of what answers requests.
  const { DATABASE_OWNER_URL: _owner, ...needed } = connection;
  const {
    COUNTERSIGN_LOG_KEY: _key,
    COUNTERSIGN_ANCHOR_WEBHOOK_TOKEN: _token,
    ...given
  } = withoutProbeSecrets(withoutOwner());
  const env = { ...given, ...needed, HOST: host, PORT: String(port) };
  const common = { name: "web", command: process.execPath, stopMs: 8_000 };
  if (!dev)
    return {
      ...common,
      args: [...thrifty, "server.js"],
      cwd: standalone,
      env: { ...fewArenas, ...env, NODE_ENV: "production" },
    };
  const args = [
    join(modules, "next", "dist", "bin", "next"),
    "dev",
    "-H",
    host,
    "-p",
    String(port),
  ];
  return {
    ...common,
    args,
    cwd: root,
    env: { ...env, NODE_OPTIONS: `--import=${preloadFile}`, NEXT_TELEMETRY_DISABLED: "1" },
  };
}

/** Names are looked up on libuv's threads, half of them at most: a slow resolver must not hold up other probes. */
const lookups = { UV_THREADPOOL_SIZE: "64" };

/** Runs probes and other slow work. */
export function workerProcess({ dev, folder }: StartSettings, connection: Connection): ProcessSpec {
  const { DATABASE_OWNER_URL: _owner, ...needed } = connection;
  const logKey = process.env.COUNTERSIGN_LOG_KEY || `file:${logKeyFile(folder)}`;
  const env = { ...withoutProvider(withoutOwner()), ...needed, COUNTERSIGN_LOG_KEY: logKey };
  const common = { name: "worker", command: process.execPath, stopMs: 15_000 };
  if (!dev)
    return {
      ...common,
      args: [...thriftyWorker, "worker.js"],
      cwd: standalone,
      env: { ...fewArenas, ...lookups, ...env, NODE_ENV: "production" },
    };
  const args = [
    join(modules, "tsx", "dist", "cli.mjs"),
    "watch",
    "--clear-screen=false",
    "lib/process/worker.ts",
  ];
  return { ...common, args, cwd: root, env: { ...env, NODE_OPTIONS: `--import=${preloadFile}` } };
}

/** Resolves when the web process answers; its first answers may take long in dev. */
export async function untilAnswering(
  { host, port }: StartSettings,
  stop: AbortSignal,
): Promise<void> {
  const address =
    host === "0.0.0.0"
      ? "127.0.0.1"
      : host === "::"
        ? "[::1]"
        : host.includes(":")
          ? `[${host}]`
          : host;
  while (!stop.aborted) {
    try {
      await fetch(`http://${address}:${port}/sign-in`, {
        signal: AbortSignal.any([stop, AbortSignal.timeout(60_000)]),
      });
      return;
    } catch {
      // not listening yet: the supervisor says so when it never will
      await delay(100);
    }
  }
}

/** Nobody signs in at the worker. */
function withoutProvider(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => !name.startsWith("OIDC_")),
  ) as NodeJS.ProcessEnv;
}

function withoutProbeSecrets(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = { ...given };
  for (const name of Object.keys(kept))
    if (/^COUNTERSIGN_SECRET(__|S_DIR$)/.test(name)) delete kept[name];
  return kept;
}

function withoutOwner(): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _owner, ...rest } = process.env;
  return rest;
}
