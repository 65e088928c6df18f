import { randomUUID } from "node:crypto";
import { z } from "zod";
import { processWide } from "@/lib/core/process-wide";
import { hintChannel, onDatabase, sendHint } from "@/lib/log/listen";

export type Present = { id: string; name: string };
type Viewer = { person: Present | null; onChange(people: Present[]): void };
type Seen = { people: Present[]; at: number };

/** Who looks, as one process tells the others. `ask`: please tell too. */
const hintSchema = z.object({
  process: z.string(),
  stream: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  ask: z.boolean(),
});
export type PresenceHint = z.infer<typeof hintSchema>;

export type Presence = ReturnType<typeof createPresence>;

const tellEveryMs = 15_000;
const forgetAfterMs = 40_000;
/** A notice may have 8,000 bytes: the rest of it takes less than 300. */
const mostBytes = 7_500;

const byName = (a: Present, b: Present): number =>
  a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);

const once = (people: readonly Present[]): Present[] =>
  [...new Map(people.map((person) => [person.id, person])).values()].sort(byName);

/** As many as fit into one notice. */
function fitting(people: readonly Present[]): Present[] {
  let left = mostBytes;
  return people.filter((person) => {
    left -= Buffer.byteLength(JSON.stringify(person)) + 1;
    return left >= 0;
  });
}

/** Who is looking at what, over all server processes; nothing is stored. `send` reaches all of them. */
export function createPresence(
  send: (hint: PresenceHint) => void,
  now: () => number = () => Date.now(),
) {
  const own = randomUUID();
  const here = new Map<string, Set<Viewer>>();
  const elsewhere = new Map<string, Map<string, Seen>>();
  const shown = new Map<string, string>();

  const viewers = (stream: string): Viewer[] => [...(here.get(stream) ?? [])];
  const local = (stream: string) => once(viewers(stream).flatMap(({ person }) => person ?? []));

  function everybody(stream: string): Present[] {
    const heard = [...(elsewhere.get(stream)?.values() ?? [])];
    const remote = heard.filter((seen) => now() - seen.at < forgetAfterMs);
    return once([...remote.flatMap(({ people }) => people), ...local(stream)]);
  }

  function tell(stream: string, ask: boolean): void {
    send({ process: own, stream, people: fitting(local(stream)), ask });
  }

  /** Tells all viewers when it has changed, else only `joined`. */
  function show(stream: string, joined?: Viewer): void {
    const people = everybody(stream);
    const text = JSON.stringify(people);
    const changed = shown.get(stream) !== text;
    if (changed) shown.set(stream, text);
    for (const viewer of viewers(stream)) if (changed || viewer === joined) viewer.onChange(people);
  }

  function leave(stream: string, viewer: Viewer): void {
    if (!here.get(stream)?.delete(viewer)) return;
    if (viewers(stream).length === 0)
      for (const all of [here, elsewhere, shown]) all.delete(stream);
    if (viewer.person) tell(stream, false);
    show(stream);
  }

  return {
    /**
     * Somebody follows the stream, and counts as looking unless `person` is null. `onChange` gets everybody who
     * looks, at once and whenever that changes.
     */
    join(
      stream: string,
      person: Present | null,
      onChange: (people: Present[]) => void,
    ): () => void {
      const all = here.get(stream) ?? new Set();
      const isFirst = all.size === 0;
      const viewer = { person, onChange };
      here.set(stream, all.add(viewer));
      show(stream, viewer);
      if (person || isFirst) tell(stream, isFirst);
      return () => leave(stream, viewer);
    },
    /** What another process told. */
    heard({ process, stream, people, ask }: PresenceHint): void {
      if (process === own || !here.has(stream)) return;
      const seen = elsewhere.get(stream) ?? new Map<string, Seen>();
      elsewhere.set(stream, seen.set(process, { people, at: now() }));
      if (ask) tell(stream, false);
      show(stream);
    },
    /** Tells again, and forgets processes that have gone silent. `ask`: what others told may have been missed. */
    refresh(ask = false): void {
      for (const stream of here.keys()) {
        tell(stream, ask);
        show(stream);
      }
    },
  };
}

/** The one of this process, heard by all others over the database. */
export const presence = (): Presence =>
  processWide("presence", () => {
    const made = createPresence((hint) => {
      sendHint(JSON.stringify(hint)).catch((error: Error) =>
        console.error("telling others who is looking:", error.message),
      );
    });
    onDatabase({
      onNotice(channel, payload) {
        const hint = channel === hintChannel ? readHint(payload) : null;
        if (hint) made.heard(hint);
      },
      onUp: () => made.refresh(true),
    });
    setInterval(() => made.refresh(), tellEveryMs).unref();
    return made;
  });

/** Null for what is not ours: another version of the server may say what this one does not know. */
export function readHint(payload: string): PresenceHint | null {
  try {
    return hintSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
