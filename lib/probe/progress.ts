import { z } from "zod";
import { type Verdict, verdictSchema } from "@/lib/probe/schema";
import { readStability, type Stability } from "@/lib/probe/stability";

/**
 * How far a run with `for:` is. It reaches a browser in the view (`progress`, on load) and on the stream
 * (`onProgress`, after each measurement). Over as soon as the probe's `running` is another run or none.
 */
export type ProbeProgress = {
  probeId: string;
  runId: string;
  /** Of the measurements so far, in order. */
  verdicts: Verdict[];
  /** Measurements that are planned, and how many of them must pass. */
  of: number;
  needed: number;
  everyMs: number;
  /** When the next one is due, ISO. */
  nextAt: string;
};

type Begun = Pick<ProbeProgress, "probeId" | "runId" | "verdicts">;

export function progressOf(run: Begun, stability: Stability, nextAt: Date): ProbeProgress {
  const { rounds: of, needed, everyMs } = stability;
  const { probeId, runId, verdicts } = run;
  return { probeId, runId, verdicts, of, needed, everyMs, nextAt: nextAt.toISOString() };
}

/** What the row of a run under way says of it. */
export type RoundsRow = Begun & { for: string; dueAt: string };

/** The same from a row, as a query brings it. */
export function progressIn(row: RoundsRow): ProbeProgress[] {
  const stability = readStability(row.for);
  return stability ? [progressOf(row, stability, new Date(row.dueAt))] : [];
}

/** A notice of the database has 8,000 bytes: one letter per verdict, of which there may be 1,000. */
const hintSchema = z.object({
  progressOf: z.string(),
  probeId: z.string(),
  runId: z.string(),
  verdicts: z.string().regex(/^[pfi]*$/),
  of: z.number(),
  needed: z.number(),
  everyMs: z.number(),
  nextAt: z.string(),
});

export function progressHint(streamId: string, { verdicts, ...rest }: ProbeProgress): string {
  const letters = verdicts.map((verdict) => verdict.charAt(0)).join("");
  return JSON.stringify({ progressOf: streamId, ...rest, verdicts: letters });
}

/** Null for a hint of another kind. */
export function readProgressHint(
  payload: string,
): { streamId: string; progress: ProbeProgress } | null {
  const read = hintSchema.safeParse(parsed(payload));
  if (!read.success) return null;
  const { progressOf: streamId, verdicts, ...rest } = read.data;
  const words = [...verdicts].flatMap(
    (letter) => verdictSchema.options.find((verdict) => verdict.startsWith(letter)) ?? [],
  );
  return { streamId, progress: { ...rest, verdicts: words } };
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
