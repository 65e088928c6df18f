import { demandSame, Unsound } from "@/lib/dossier/fault";
import type { Predicate, RecordedEvent } from "@/lib/dossier/schema";
import { canonical, sha256 } from "@/lib/log/event";
import { headIsGenuine } from "@/lib/log/head";

/**
 * Numbers without gaps, one stream, each event naming the hash of the one before it, and the signed heads. Returns the
 * events but the ticks: nearly all of a long log are, and most of what is asked further is not about them.
 */
export function checkLog(predicate: Predicate): RecordedEvent[] {
  const { events, logHead, heads, keys, deployment } = predicate;
  const hashes: string[] = [];
  const others: RecordedEvent[] = [];
  let before = "";
  for (const [index, event] of events.entries()) {
    // Their words are made only where they will be said: there may be very many events.
    if (event.number !== index + 1 || event.stream.id !== deployment.id || event.prev !== before) {
      const where = `event ${index + 1}`;
      demandSame("number", where, String(index + 1), String(event.number));
      demandSame("stream", where, deployment.id, event.stream.id);
      if (event.prev !== before) {
        const named = events[index + 1]?.prev ?? logHead;
        throw notNamed(index, before, event.prev, sha256(canonical(event)) === named);
      }
    }
    before = sha256(canonical(event));
    hashes.push(before);
    if (event.kind !== "item.changed") others.push(event);
  }
  checkEnd(logHead, hashes);
  for (const head of heads) {
    const where = `signed head of event ${head.number}`;
    const key = keys[head.keyId];
    if (key === undefined)
      throw new Unsound("head-key", where, `the public key ${head.keyId}`, "none");
    demandSame("stream", where, deployment.id, head.streamId);
    if (!headIsGenuine(head, key))
      throw new Unsound("head-forged", where, "a genuine signature", head.signature);
    const hash = hashes[head.number - 1];
    if (hash === undefined)
      throw new Unsound(
        "head-other",
        where,
        `${head.number} events or more`,
        `${events.length} events`,
      );
    demandSame("head-other", where, head.hash, hash);
  }
  return others;
}

/**
 * An event whose `prev` is not the hash of the one before. Where the event itself is the one that the next names, it
 * is as it was written, and the one before was changed.
 */
function notNamed(index: number, hash: string, prev: string, whole: boolean): Unsound {
  const [before, number] = [index, index + 1];
  if (index === 0 || !whole) {
    const expected = index === 0 ? "prev to be empty" : `prev to be the hash of event ${before}`;
    return new Unsound("chain", `event ${number}`, `${expected}, "${hash}"`, `"${prev}"`);
  }
  const expected = `the event whose hash event ${number} names (prev), ${prev}`;
  return new Unsound("chain", `event ${before}`, expected, `an event with the hash ${hash}`);
}

/** The last event is the one that the record calls its last; which of both was cut, the hashes tell. */
function checkEnd(logHead: string, hashes: readonly string[]): void {
  const found = hashes.at(-1) ?? "";
  if (found === logHead) return;
  const last = hashes.length;
  const at = hashes.indexOf(logHead) + 1;
  const where = `event ${last}`;
  if (at > 0)
    throw new Unsound(
      "log-head",
      where,
      `event ${at} to be the last (logHead)`,
      `${last - at} more`,
    );
  const expected = `an end whose hash is logHead, ${logHead}`;
  const instead = `an event with the hash ${found}: it was changed, or events after it are missing`;
  throw new Unsound("log-head", where, expected, instead);
}
