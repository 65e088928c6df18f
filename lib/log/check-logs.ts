import { query } from "@/lib/core/db";
import type { Anchor } from "@/lib/log/anchors";
import type { EventRow } from "@/lib/log/append";
import { headIsGenuine, type SignedHead } from "@/lib/log/head";
import { heldAt, type KeyHolder, keyHolders, publicKeys } from "@/lib/log/key-holders";
import { commitmentOf } from "@/lib/log/personal";
import { type ChainFault, chainChecker } from "@/lib/log/verify";

/** What does not fit in a log: an event, its head in the database, or a head that was signed. */
export type LogFault =
  | ChainFault
  /** The log ends before the number that its head says: the newest events were cut off. */
  | { number: number; code: "cut" }
  /** The head in the database is not the hash of the last event. */
  | { number: number; code: "head" }
  /** A head was signed over another hash: everything up to it was made anew. */
  | { number: number; code: "signed-otherwise" }
  | { number: number; code: "signature-forged" | "key-unknown" }
  /** Signed with a key after another one had taken its place. */
  | { number: number; code: "key-retired" }
  /** Outside it is written down that there was such an event, or that it was another one. */
  | { number: number; code: "anchored-cut" | "anchored-otherwise" }
  /** A name or an address beside the log is not the one that its event has the commitment of. */
  | { number: number; code: "value-other" };

export type CheckedLog = {
  streamId: string;
  kind: string;
  events: number;
  /** Number of the last head that was signed; null when none was. */
  signedTo: number | null;
  fault: LogFault | null;
};

type StreamRow = { id: string; kind: string; last: number; head: string };

/** Public keys (PEM) by id, and which of them signed when. */
type Keys = { known: ReadonlyMap<string, string>; holders: readonly KeyHolder[] };
/** What was found at the number of a signed head. */
type Found = { hash: string; at: number };

const batch = 2_000;

type Anchors = ReadonlyMap<string, readonly Anchor[]>;

/** Checks one log against the database, or all of them, in order of their ids; and against what is anchored outside. */
export async function* checkLogs(
  streamId: string | null,
  anchors: Anchors = new Map(),
  kinds: readonly string[] | null = null,
): AsyncGenerator<CheckedLog> {
  const keys = {
    known: new Map((await publicKeys(null)).map(({ id, publicKey }) => [id, publicKey])),
    holders: await keyHolders(),
  };
  // Events without a head, and a head without events, are told too.
  const streams = await query<StreamRow>(
    `select coalesce(s.id, e.id) as id, coalesce(s.kind, '') as kind, coalesce(s.last, 0) as last, coalesce(s.head, '') as head
     from "Stream" s full join (select distinct "streamId" as id from "Event" where $1::text is null or "streamId" = $1) e on e.id = s.id
     where ($1::text is null or s.id = $1 or e.id = $1) and ($2::text[] is null or s.kind = any($2)) order by 1`,
    [streamId, kinds],
  );
  for (const stream of streams) yield checkLog(stream, keys, anchors.get(stream.id) ?? []);
  const here = new Set(streams.map(({ id }) => id));
  for (const id of anchors.keys())
    if (!here.has(id) && (streamId === null || streamId === id))
      yield { ...goneLog(id), fault: { number: 1, code: "anchored-cut" } };
}

const goneLog = (streamId: string) => ({ streamId, kind: "", events: 0, signedTo: null });

async function checkLog(
  stream: StreamRow,
  keys: Keys,
  anchors: readonly Anchor[],
): Promise<CheckedLog> {
  const heads = await query<Omit<SignedHead, "at"> & { at: Date }>(
    `select "streamId", number, "keyId", hash, at, signature from "LogHead" where "streamId" = $1 order by number, at`,
    [stream.id],
  );
  const checker = chainChecker();
  const found = new Map<number, Found>();
  const signedNumbers = new Set([...heads, ...anchors].map(({ number }) => number));
  let fault: LogFault | null = null;
  for await (const row of rowsOf(stream.id)) {
    fault = checker.next(row);
    if (fault) break;
    if (signedNumbers.has(row.number))
      found.set(row.number, { hash: row.hash, at: Date.parse(row.at) });
  }
  const { last, head } = checker.head();
  if (!fault && last < stream.last) fault = { number: last + 1, code: "cut" };
  if (!fault && (last !== stream.last || head !== stream.head))
    fault = { number: last, code: "head" };
  const signed = heads.map((one) => ({ ...one, at: one.at.toISOString() }));
  fault ??= signedFault(signed, found, keys);
  fault ??= anchoredFault(anchors, found, last);
  fault ??= await valueFault(stream.id);
  const signedTo = signed.at(-1)?.number ?? null;
  return { streamId: stream.id, kind: stream.kind, events: last, signedTo, fault };
}

function signedFault(
  heads: readonly SignedHead[],
  found: ReadonlyMap<number, Found>,
  { known, holders }: Keys,
): LogFault | null {
  for (const head of heads) {
    const { number, keyId } = head;
    const key = known.get(keyId);
    if (key === undefined) return { number, code: "key-unknown" };
    if (!headIsGenuine(head, key)) return { number, code: "signature-forged" };
    const event = found.get(number);
    if (event === undefined) return { number, code: "cut" };
    if (event.hash !== head.hash) return { number, code: "signed-otherwise" };
    // A head over a later event than its key's last can only be backdated.
    if (!heldAt(holders, keyId, Math.max(Date.parse(head.at), event.at)))
      return { number, code: "key-retired" };
  }
  return null;
}

function anchoredFault(
  anchors: readonly Anchor[],
  found: ReadonlyMap<number, Found>,
  last: number,
): LogFault | null {
  for (const { number, hash } of anchors) {
    if (number > last) return { number: last + 1, code: "anchored-cut" };
    if (found.get(number)?.hash !== hash) return { number, code: "anchored-otherwise" };
  }
  return null;
}

/** Values may be erased at any time, never exchanged. */
async function valueFault(streamId: string): Promise<LogFault | null> {
  const values = await query<{ commitment: string; salt: string; value: string }>(
    `select commitment, salt, value from "PersonalValue" where "streamId" = $1`,
    [streamId],
  );
  const other = values
    .filter(({ commitment, salt, value }) => commitmentOf(salt, value) !== commitment)
    .map(({ commitment }) => commitment);
  if (other.length === 0) return null;
  const [event] = await query<{ number: number }>(
    `select number from "Event" e where "streamId" = $1 and exists (
       select 1 from unnest($2::text[]) c where position(c in e.body) > 0) order by number limit 1`,
    [streamId, other],
  );
  return { number: event?.number ?? 1, code: "value-other" };
}

async function* rowsOf(streamId: string): AsyncGenerator<EventRow> {
  for (let after = -1; ; ) {
    const rows = await query<Omit<EventRow, "at"> & { at: Date }>(
      `select "streamId", number, kind, at, body, hash from "Event"
       where "streamId" = $1 and number > $2 order by number limit $3`,
      [streamId, after, batch],
    );
    for (const row of rows) yield { ...row, at: row.at.toISOString() };
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.number;
  }
}
