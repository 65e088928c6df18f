import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

export type ProcessSpec = {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** How long it may take to end by itself after SIGTERM. */
  stopMs: number;
  /** The first pause before it is started again; it doubles each time. */
  pauseMs?: number;
};

export type Supervised = {
  /** Resolves with a reason when it died too often to go on. */
  failed: Promise<string>;
  stop(): Promise<void>;
};

const LIVED_WELL_MS = 30_000;
const MOST_RESTARTS = 5;

/** Keeps one process running: restarted with growing pauses, given up after five short lives in a row. */
export function supervise(spec: ProcessSpec, say: (line: string) => void): Supervised {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const failed = Promise.withResolvers<string>();
  const loop = async () => {
    for (let shortLives = 0; !stopping.signal.aborted; ) {
      const born = Date.now();
      child = launch(spec);
      const ending = await ended(child);
      if (stopping.signal.aborted) return;
      shortLives = Date.now() - born > LIVED_WELL_MS ? 1 : shortLives + 1;
      if (shortLives > MOST_RESTARTS)
        return failed.resolve(`${spec.name} ended ${shortLives} times in a row (${ending})`);
      const pauseMs = Math.min((spec.pauseMs ?? 500) * 2 ** (shortLives - 1), 10_000);
      say(`${spec.name} ended (${ending}); starting it again in ${pauseMs / 1000} s`);
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  const stop = async () => {
    stopping.abort();
    if (child) await end(child, spec.stopMs);
    await running;
  };
  return { failed: failed.promise, stop };
}

/** The channel (ipc) closes when we are killed, and tells the child to end as well. */
function launch({ command, args, cwd, env }: ProcessSpec): ChildProcess {
  return spawn(command, args, {
    cwd,
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: process.platform !== "win32",
  });
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ? `signal ${signal}` : `code ${code}`));
  });
}

async function end(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await gone;
  clearTimeout(patience);
}
