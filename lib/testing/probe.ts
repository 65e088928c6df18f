import { type ProbeOrder, runProbe } from "@/lib/probe/run-probe";
import type { LocalServer } from "@/lib/testing/servers";

/** A run that may reach 127.0.0.1 and nothing else, unless the test says otherwise. */
export function probe(spec: Record<string, unknown>, order: Partial<ProbeOrder> = {}) {
  return runProbe({
    spec,
    allow: ["127.0.0.1"],
    values: {},
    signal: new AbortController().signal,
    now: new Date(),
    ...order,
  });
}

/** An http probe of a local server, and how long it took. */
export async function probeHttp(server: LocalServer, more: Record<string, unknown> = {}) {
  const started = performance.now();
  const result = await probe({ kind: "http", target: server.url, ...more });
  const ms = performance.now() - started;
  return { verdict: result.verdict, code: result.reason.code, ms, result };
}
