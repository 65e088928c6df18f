import { demandSame, Unsound } from "@/lib/dossier/fault";
import type { Predicate } from "@/lib/dossier/schema";
import { canonical, sha256 } from "@/lib/log/event";
import { headIsGenuine } from "@/lib/log/head";

/** Numbers without gaps, one stream, each event naming the hash of the one before it, and the signed heads. */
export function checkLog({ events, logHead, heads, keys, deployment }: Predicate): void {
  const hashes: string[] = [];
  let before = "";
  for (const [index, event] of events.entries()) {
    // Their words are made only where they will be said: there may be very many events.
    if (event.number !== index + 1 || event.stream.id !== deployment.id || event.prev !== before) {
      const where = `event ${index + 1}`;
      demandSame("number", where, String(index + 1), String(event.number));
      demandSame("stream", where, deployment.id, event.stream.id);
      demandSame("chain", where, before, event.prev);
    }
    before = sha256(canonical(event));
    hashes.push(before);
  }
  demandSame("log-head", `event ${events.length}`, logHead, hashes.at(-1) ?? "");
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
}
