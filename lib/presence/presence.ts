import { randomUUID } from "node:crypto";
import { z } from "zod";
import { query } from "@/lib/core/db";
import { processWide } from "@/lib/core/process-wide";
import { hintChannel, onDatabase } from "@/lib/log/listen";

export type Present = { id: string; name: string };
type Seen = { people: Present[]; at: number };

/** Who looks, as one process tells the others. `ask`: please tell too. */
const hint = z.object({
  process: z.string(),
  stream: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  ask: z.boolean(),
});
type Hint = z.infer<typeof hint>;

const tellEveryMs = 15_000;
const forgetAfterMs = 40_000;
/** A notice may have 8,000 bytes. */
const mostTold = 40;

const byName = (a: Present, b: Present): number => a.name.localeCompare(b.name);

/** Who is looking at what, over all server processes; nothing is stored. `send` reaches all of them. */
export function createPresence(send: (hint: Hint) => void, now: () => number = Date.now) {
  const own = randomUUID();
  const here = new Map<
    string,
    Map<symbol, { person: Present; onChange(people: Present[]): void }>
  >();
  const elsewhere = new Map<string, Map<string, Seen>>();

  function local(stream: string): Present[] {
    const viewers = [...(here.get(stream)?.values() ?? [])].map(({ person }) => person);
    return [...new Map(viewers.map((person) => [person.id, person])).values()];
  }

  function everybody(stream: string): Present[] {
    const remote = [...(elsewhere.get(stream)?.values() ?? [])]
      .filter((seen) => now() - seen.at < forgetAfterMs)
      .flatMap((seen) => seen.people);
    const all = [...remote, ...local(stream)];
    return [...new Map(all.map((person) => [person.id, person])).values()].sort(byName);
  }

  function tell(stream: string, ask: boolean): void {
    send({ process: own, stream, people: local(stream).slice(0, mostTold), ask });
  }

  function changed(stream: string): void {
    const people = everybody(stream);
    for (const { onChange } of here.get(stream)?.values() ?? []) onChange(people);
  }

  return {
    /** A tab of this person looks at the stream; `onChange` gets everybody, at once and whenever it changes. */
    join(stream: string, person: Present, onChange: (people: Present[]) => void): () => void {
      const key = Symbol(person.id);
      const viewers = here.get(stream) ?? new Map();
      const first = viewers.size === 0;
      here.set(stream, viewers.set(key, { person, onChange }));
      tell(stream, first);
      changed(stream);
      return () => {
        viewers.delete(key);
        if (viewers.size === 0) {
          here.delete(stream);
          elsewhere.delete(stream);
        }
        tell(stream, false);
        changed(stream);
      };
    },
    /** What another process told. */
    heard({ process, stream, people, ask }: Hint): void {
      if (process === own || !here.has(stream)) return;
      const seen = elsewhere.get(stream) ?? new Map<string, Seen>();
      elsewhere.set(stream, seen.set(process, { people, at: now() }));
      if (ask) tell(stream, false);
      changed(stream);
    },
    /** Tells again, and forgets processes that have gone silent. */
    refresh(): void {
      for (const stream of here.keys()) {
        tell(stream, false);
        changed(stream);
      }
    },
  };
}

export const presence = () =>
  processWide("presence", () => {
    const made = createPresence((told) => {
      query("select pg_notify($1, $2)", [hintChannel, JSON.stringify(told)]).catch((error: Error) =>
        console.error("telling who is here:", error.message),
      );
    });
    onDatabase({
      onNotice(channel, payload) {
        if (channel === hintChannel) made.heard(hint.parse(JSON.parse(payload)));
      },
      onUp: made.refresh,
    });
    setInterval(made.refresh, tellEveryMs).unref();
    return made;
  });
