import type { Verdict } from "@/lib/probe/schema";

/**
 * How long a verdict must hold before it is given: `3 of 3, every 10s` measures a number of times,
 * `15 minutes, every 30s` soaks: every measurement of the window has to pass. Pure.
 */
export type Stability = {
  /** Measurements that are planned. */
  rounds: number;
  /** Measurements that must pass. */
  needed: number;
  /** From the start of one to the start of the next, milliseconds. */
  everyMs: number;
};

/** What follows reads its text more than once: a long one would take its square. */
const longestText = 100;
const mostRounds = 1000;
const longestMs = 24 * 3_600_000;
const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  second: 1000,
  seconds: 1000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
};

/** `10s`, `15 minutes`, `1 h` in milliseconds; null for anything else. */
export function readSpanMs(text: string): number | null {
  const parts = text.length > longestText ? null : /^(\d{1,6})\s*([a-z]+)$/.exec(text.trim());
  const unit = unitMs[parts?.[2] ?? ""];
  return parts === null || unit === undefined ? null : Number(parts[1]) * unit;
}

/** Reads `N of M, every SPAN` or `SPAN, every SPAN`; null for what is neither or out of bounds. */
export function readStability(text: string): Stability | null {
  if (text.length > longestText) return null;
  const parts = /^(.+?)\s*,\s*every\s+(.+)$/.exec(text.trim());
  if (parts === null) return null;
  const everyMs = readSpanMs(parts[2] ?? "");
  if (everyMs === null || everyMs < 1000) return null;
  const counted = /^(\d{1,4})\s+of\s+(\d{1,4})$/.exec(parts[1] ?? "");
  const windowMs = counted === null ? readSpanMs(parts[1] ?? "") : null;
  if (counted === null && windowMs === null) return null;
  const rounds = counted ? Number(counted[2]) : Math.floor((windowMs ?? 0) / everyMs) + 1;
  const needed = counted ? Number(counted[1]) : rounds;
  const fits = needed >= 1 && needed <= rounds && rounds <= mostRounds;
  return fits && rounds * everyMs <= longestMs + everyMs ? { rounds, needed, everyMs } : null;
}

/**
 * The verdict of the measurements so far, or null while it is open. Pass when enough of them passed;
 * fail when enough can no longer pass and one of them failed; inconclusive when it is only
 * measurements that are missing.
 */
export function settleRounds(
  { rounds, needed }: Stability,
  verdicts: readonly Verdict[],
): Verdict | null {
  const passed = verdicts.filter((one) => one === "pass").length;
  if (passed >= needed) return "pass";
  const open = rounds - verdicts.length;
  if (passed + open >= needed) return null;
  return verdicts.includes("fail") ? "fail" : "inconclusive";
}
