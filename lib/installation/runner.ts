import { query } from "@/lib/core/db";
import type { AnchorPlace } from "@/lib/installation/anchor-places";
import type { SignedHead } from "@/lib/log/head";

/** Name of the worker's task. In a crontab a name has no dot. */
export const anchorTask = "log:anchor";

const atOnce = 200;

/**
 * Writes every signed head that a place does not have yet, in the order in which they were signed. A place that fails is
 * noted (shown to admins) and said, and has the next turn: nothing is passed over. Returns how many were written.
 */
export async function anchorHeads(
  places: readonly AnchorPlace[],
  signal: AbortSignal,
  now: () => Date = () => new Date(),
): Promise<number> {
  let written = 0;
  for (const place of places) {
    try {
      written += await anchorTo(place, signal, now);
    } catch (error) {
      const failure = error instanceof Error ? error.message : "failed";
      console.error(`worker: heads of logs were not written to the ${place.name}: ${failure}`);
      await note(place.name, now(), failure);
    }
  }
  return written;
}

async function anchorTo(place: AnchorPlace, signal: AbortSignal, now: () => Date): Promise<number> {
  for (let written = 0; ; ) {
    const heads = await waiting(place.name);
    if (heads.length === 0 || signal.aborted) return written;
    await place.write(heads, signal);
    await query(
      `insert into "LogAnchor" (target, "streamId", number, "keyId", at)
       select $1, h."streamId", h.number, h."keyId", $3
       from jsonb_to_recordset($2::jsonb) as h("streamId" text, number int, "keyId" text) on conflict do nothing`,
      [place.name, JSON.stringify(heads), now().toISOString()],
    );
    await note(place.name, now(), null);
    written += heads.length;
  }
}

async function waiting(target: string): Promise<SignedHead[]> {
  const rows = await query<Omit<SignedHead, "at"> & { at: Date }>(
    `select "streamId", number, hash, at, "keyId", signature from "LogHead" h
     where not exists (select from "LogAnchor" a where a.target = $1 and a."streamId" = h."streamId"
       and a.number = h.number and a."keyId" = h."keyId")
     order by at, "streamId", number limit $2`,
    [target, atOnce],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function note(target: string, at: Date, failure: string | null): Promise<void> {
  await query(
    `insert into "LogAnchorTarget" as t (target, "triedAt", "doneAt", tries, failure)
     values ($1, $2, case when $3::text is null then $2::timestamptz end, case when $3::text is null then 0 else 1 end, $3)
     on conflict (target) do update set "triedAt" = excluded."triedAt", failure = excluded.failure,
       "doneAt" = coalesce(excluded."doneAt", t."doneAt"),
       tries = case when excluded.failure is null then 0 else t.tries + 1 end`,
    [target, at.toISOString(), failure?.slice(0, 500) ?? null],
  );
}
