import { type ProbeOrder, runProbe } from "@/lib/probe/run-probe";

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
