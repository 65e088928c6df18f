import { type ChildProcess, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { httpClient, underLoad } from "@/bench/load";
import type { EngineAnswer, EngineOrder } from "@/bench/probe-engine";
import { threadFile } from "@/lib/probe/apart/open-thread";
import { bundle } from "@/lib/process/bundle";
import { freePort } from "@/lib/process/ports";
import { thriftyWorker } from "@/lib/process/processes";

/** Who is measured on the same target: our engine, and Prometheus' prober where it is installed. */

export type Measured = { perSecond: number; cpuMs: number; peakMb: number };
export type Asked = { target: string; atOnce: number; seconds: number };
export type Contender = { name: string; rate(asked: Asked): Promise<Measured>; stop(): void };

/** A file of the bench as the product's are built and run: bundled, with the worker's settings. */
export async function startChild(name: string, folder: string): Promise<ChildProcess> {
  const file = join(folder, `${name}.mjs`);
  await bundle(`bench/${name}.ts`, file);
  return fork(file, {
    execArgv: thriftyWorker,
    env: { ...process.env, NODE_ENV: "production", MALLOC_ARENA_MAX: "2" },
  });
}

/** The next message of a child; rejects when it ends instead. */
export async function told(child: ChildProcess) {
  const over = new AbortController();
  const ended = once(child, "exit", over).then(([code]) => {
    throw new Error(`${child.spawnfile} ended with ${code}`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", over), ended]);
    return message;
  } finally {
    ended.catch(() => undefined);
    over.abort();
  }
}

type Engine = Contender & { order(order: EngineOrder): Promise<EngineAnswer> };

export async function startEngine(folder: string, ca: string): Promise<Engine> {
  // Beside it, as beside the worker: what is too heavy for its loop.
  await bundle("lib/probe/apart/thread.ts", join(folder, threadFile));
  const child = await startChild("probe-engine", folder);
  const order = async (message: EngineOrder): Promise<EngineAnswer> => {
    child.send(message);
    const { answer, error } = await told(child);
    if (error) throw new Error(error);
    return answer;
  };
  return {
    name: "countersign",
    order,
    rate: ({ target, ...rest }) => order({ spec: specFor(target, ca), beside: null, ...rest }),
    stop: () => void child.kill(),
  };
}

export function specFor(target: string, ca: string): Record<string, unknown> {
  const assert = ["status == 200", "time < 5s", '$.status == "green"'];
  return { kind: "http", target, assert, ...(target.startsWith("https:") ? { ca } : {}) };
}

const program = "prometheus-blackbox-exporter";

/** Null where it is not installed (Debian: apt-get install prometheus-blackbox-exporter). */
export async function startBlackbox(folder: string, ca: string): Promise<Contender | null> {
  if (spawnSync(program, ["--version"]).error) return null;
  writeFileSync(join(folder, "ca.pem"), ca);
  const config = join(folder, "blackbox.yml");
  const tls = `tls_config: { ca_file: "${join(folder, "ca.pem")}" }`;
  writeFileSync(
    config,
    `modules:\n  http_2xx: { prober: http, http: { preferred_ip_protocol: ip4, ${tls} } }\n`,
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    [`--config.file=${config}`, `--web.listen-address=${address}`, "--log.level=error"],
    { stdio: "ignore" },
  );
  const client = httpClient(`http://${address}`, "");
  await untilAnswering(child, () => client({ method: "GET", path: "/-/healthy" }));
  const pid = child.pid ?? 0;
  return {
    name: program,
    async rate({ target, atOnce, seconds }) {
      const path = `/probe?module=http_2xx&target=${encodeURIComponent(target)}`;
      const probe = async () => {
        const { text } = await client({ method: "GET", path });
        if (!/^probe_success 1$/m.test(text())) throw new Error(`${program}: ${text()}`);
      };
      const before = cpuMs(pid);
      const { perSecond, times } = await underLoad(Array(atOnce).fill(probe), seconds);
      return { perSecond, cpuMs: (cpuMs(pid) - before) / times.length, peakMb: peakMb(pid) };
    },
    stop() {
      client.close();
      child.kill();
    },
  };
}

async function untilAnswering(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
    const up = await ask().then(
      () => true,
      () => false,
    );
    if (up) return;
    await delay(50);
  }
  child.kill();
  throw new Error(`${program} does not answer`);
}

/** In ticks of 10 ms, which is what Linux shows to everybody. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function peakMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return (Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) * 1024) / 1e6;
}
