import { query } from "@/lib/core/db";
import { type SignedHead, signHead } from "@/lib/log/head";
import type { LogKey } from "@/lib/log/key";
import { keyHolders } from "@/lib/log/key-holders";

/**
 * Signs heads of logs, in the worker alone: the key is nowhere else. After every signature and sealing, and daily
 * while a log moves.
 */

/** Name of the worker's task; its payload is `{ streamId }`. */
export const signHeadTask = "log.sign_head";

/** Keeps the public half, so that what it signs can be checked after it was replaced. */
export async function keepPublicKey({ id, publicKey }: LogKey): Promise<void> {
  await query(`insert into "LogKey" (id, "publicKey") values ($1, $2) on conflict do nothing`, [
    id,
    publicKey,
  ]);
}

/** Signs what the log is now; nothing when that is signed already, or there is no such log. Refuses a replaced key. */
export async function signStreamHead(streamId: string, key: LogKey, now: Date): Promise<void> {
  const holder = (await keyHolders()).at(-1);
  if (holder && holder.keyId !== key.id)
    throw new Error(
      `the key ${key.id} signs no more: it was replaced by ${holder.keyId}. Give this process the new one (COUNTERSIGN_LOG_KEY)`,
    );
  const [stream] = await query<{ last: number; head: string }>(
    `select last, head from "Stream" where id = $1 and last > 0`,
    [streamId],
  );
  if (!stream) return;
  const { last: number, head: hash } = stream;
  await insert(signHead({ streamId, number, hash, at: now.toISOString() }, key));
}

/** Signs every log that this key has not signed as it stands: at a change of keys. Returns how many. */
export async function signEveryHead(key: LogKey, now: Date): Promise<number> {
  const due = await query<{ id: string }>(
    `select s.id from "Stream" s where s.last > 0 and not exists (
       select from "LogHead" h where h."streamId" = s.id and h.number = s.last and h."keyId" = $1)`,
    [key.id],
  );
  for (const { id } of due) await signStreamHead(id, key, now);
  return due.length;
}

const dailyHours = 23;

/** Signs every log that moved since its last signed head, where that is a day old. Returns how many. */
export async function signMovedHeads(key: LogKey, now: Date): Promise<number> {
  const due = await query<{ id: string }>(
    `select s.id from "Stream" s
     left join lateral (select number, at from "LogHead" h where h."streamId" = s.id order by number desc, at desc limit 1) h on true
     where s.last > coalesce(h.number, 0)
       and coalesce(h.at, '-infinity') < $1::timestamptz - make_interval(hours => $2)`,
    [now.toISOString(), dailyHours],
  );
  for (const { id } of due) await signStreamHead(id, key, now);
  return due.length;
}

async function insert(head: SignedHead): Promise<void> {
  await query(
    `insert into "LogHead" ("streamId", number, "keyId", hash, at, signature) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [head.streamId, head.number, head.keyId, head.hash, head.at, head.signature],
  );
}
