import { openThread } from "@/lib/probe/apart/open-thread";
import { createPool, ThreadFailure } from "@/lib/probe/apart/pool";
import { type Body, summarise } from "@/lib/probe/body";
import type { Judgement } from "@/lib/probe/judge";
import { redactor } from "@/lib/probe/redact";
import { type BodySummary, bodySummarySchema, judgementSchema } from "@/lib/probe/schema";

/**
 * Work on bodies that would hold the loop, and with it every other probe of this process, is done in a thread
 * (docs/decisions/0061). What is small is done at once: a thread costs more than it.
 */

/** Characters or bytes. Of the slowest format so much takes about 15 ms. */
const heavy = 32 * 1024;

export type Job =
  | { task: "judge"; kind: string; spec: unknown; seen: unknown }
  | {
      task: "summarise";
      bytes: Uint8Array;
      complete: boolean;
      secrets: ReadonlyMap<string, string>;
    };

/** One that is busy with a hostile body leaves the other for those beside it. */
const pool = createPool({ open: openThread, most: 2, limitMs: 10_000, idleMs: 30_000 });

/** Whether there is much text or many bytes in it, wherever they are. */
export function isHeavy(seen: unknown): boolean {
  let left = heavy;
  const look = (value: unknown): void => {
    if (left < 0) return;
    if (typeof value === "string") left -= value.length;
    else if (ArrayBuffer.isView(value)) left -= value.byteLength;
    else if (typeof value === "object" && value !== null)
      for (const one of Object.values(value)) look(one);
  };
  look(seen);
  return left < 0;
}

type Judge = { name: string; judgeSeen(spec: unknown, seen: unknown): Judgement };

/** What a kind's judge says, in a thread if there is much to read. A thread that gives no answer measured nothing. */
export async function judged(kind: Judge, spec: unknown, seen: unknown): Promise<Judgement> {
  if (!isHeavy(seen)) return kind.judgeSeen(spec, seen);
  const job: Job = { task: "judge", kind: kind.name, spec, seen };
  try {
    return judgementSchema.parse(await pool.ask(job));
  } catch (error) {
    if (!(error instanceof ThreadFailure)) throw error;
    const reason = { code: "judging-failed" as const, params: { how: error.how } };
    return { verdict: "inconclusive", reason, assertions: [], figures: [] };
  }
}

/** What is kept of a body (`summarise`). */
export async function summarised(
  { bytes, complete }: Pick<Body, "bytes" | "complete">,
  secrets: ReadonlyMap<string, string>,
): Promise<BodySummary> {
  if (secrets.size === 0 || bytes.length <= heavy)
    return summarise(bytes, complete, redactor(secrets));
  const job: Job = { task: "summarise", bytes, complete, secrets };
  return bodySummarySchema.parse(await pool.ask(job));
}
