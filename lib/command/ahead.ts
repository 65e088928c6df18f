import type { ActorRow } from "@/lib/command/actor";
import type { Caller } from "@/lib/core/caller";
import { processWide } from "@/lib/core/process-wide";
import type { Head } from "@/lib/log/append";

/**
 * What this process knows of streams and people from its last commands. Nobody trusts it: the statement that
 * writes says what was known, and writes nothing when the database knows better.
 */
const heads = processWide("heads", () => new Map<string, Head>());
const people = processWide("people who act", () => new Map<string, ActorRow>());
const most = 1_000;

function keep<Value>(map: Map<string, Value>, id: string, value: Value): void {
  map.delete(id);
  map.set(id, value);
  const oldest = map.keys().next();
  if (map.size > most && !oldest.done) map.delete(oldest.value);
}

export const holdHead = (streamId: string, head: Head): void => keep(heads, streamId, head);
export const holdActor = (id: string, row: ActorRow): void => keep(people, id, row);

/** Head and person as they were last; null when one of them is not known. A system has no person. */
export function known(streamId: string, { actor }: Caller): { head: Head; row: ActorRow } | null {
  const head = heads.get(streamId);
  const row = actor.kind === "person" ? people.get(actor.id) : null;
  return head && row !== undefined ? { head, row } : null;
}

export function forgetKnown(streamId: string, { actor }: Caller): void {
  heads.delete(streamId);
  if (actor.kind === "person") people.delete(actor.id);
}
