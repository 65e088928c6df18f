import type { Reason } from "@/lib/core/errors";
import type { ProbeFigure, Verdict } from "@/lib/probe/schema";

/** Probes and their runs as the log tells them. */

export type RunSummary = {
  runId: string;
  verdict: Verdict;
  reason: Reason;
  figures: ProbeFigure[];
  startedAt: string;
  finishedAt: string;
  /**
   * False: recorded, and takes nobody's place. It started before its stage was open, or measured nothing after one
   * that counts: cancelled, its worker lost, or inconclusive after a pass, which only ages.
   */
  counts: boolean;
  specHash: string | null;
  /** What the spec's variables stood for when it was measured. Absent: nothing was measured, or an older log. */
  filled?: Record<string, string>;
};

/** A finished run in the small history of a probe. */
export type PastRun = Pick<RunSummary, "runId" | "verdict" | "finishedAt" | "counts">;

export type ProbeState = {
  id: string;
  itemKey: string;
  /** As written, variables unfilled. */
  spec: Record<string, unknown>;
  source: "document" | "person";
  byId: string | null;
  at: string;
  removedAt: string | null;
  /** What the probe says now: the last run that counts, or the last of all while none does. */
  latest: RunSummary | null;
  /** The last runs, newest first, those included that count for nothing. At most 10. */
  recent: PastRun[];
  /** Queued, being measured, or between two measurements. */
  running: { runId: string; at: string; byId: string | null } | null;
};
