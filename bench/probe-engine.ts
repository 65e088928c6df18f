import { type Rate, underLoad } from "@/bench/load";
import { runProbe } from "@/lib/probe/run-probe";

/** The probe engine in a process of its own, so that the processor time and memory are its own. */

export type EngineOrder = {
  spec: Record<string, unknown>;
  atOnce: number;
  seconds: number;
  /** Probed by the side, again and again: never answers, or with much to read. `ends`: the reason that it ends with. */
  beside: { spec: Record<string, unknown>; ends: string } | null;
};
export type EngineAnswer = Rate & { cpuMs: number; peakMb: number };

async function once(spec: Record<string, unknown>, expected: string): Promise<void> {
  const { verdict, reason } = await runProbe({
    spec,
    allow: ["127.0.0.1"],
    values: {},
    signal: new AbortController().signal,
    now: new Date(),
  });
  if (reason.code !== expected) throw new Error(`${verdict}: ${JSON.stringify(reason)}`);
}

async function work({ spec, atOnce, seconds, beside }: EngineOrder): Promise<EngineAnswer> {
  const before = process.cpuUsage();
  let over = false;
  const again = async () => {
    while (beside !== null && !over) await once(beside.spec, beside.ends);
  };
  const besides = again();
  const clients = Array.from({ length: atOnce }, () => () => once(spec, "held"));
  const rate = await underLoad(clients, seconds);
  const { user, system } = process.cpuUsage(before);
  over = true;
  await besides;
  const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
  return { ...rate, cpuMs: (user + system) / 1000 / rate.times.length, peakMb };
}

process.on("message", (order) => {
  // Our own parent sent it: bench/probe-contenders.ts.
  work(order as EngineOrder).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once("disconnect", () => process.exit());
