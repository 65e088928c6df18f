import { sessionState } from "@/lib/auth/confirm-caller";
import { AppError } from "@/lib/core/errors";
import { oneAtATime } from "@/lib/core/one-at-a-time";
import { erased } from "@/lib/deployment/contacts";
import { namesIn, visibleDeployments } from "@/lib/deployment/log-queries";
import type { StreamMessage } from "@/lib/live/messages";
import type { LogEvent } from "@/lib/log/event";
import { hub } from "@/lib/log/hub";
import { lastNumber } from "@/lib/log/read";
import { revealed } from "@/lib/log/read-personal";
import { presence } from "@/lib/presence/presence";
import { followProgress } from "@/lib/probe/progress-hints";

/** A deployment to follow. `looking`: its reader counts as looking at it. */
export type Wanted = { streamId: string; after: number; looking: boolean };
type Person = { id: string; epoch: number };

/** A connection's end: what is sent, and when it is over. */
export type Sink = { send(message: StreamMessage): void; close(): void };

/**
 * One browser's connection: events of the deployments that its tabs look at, who else looks, and its own end when
 * the session or the right to see ends. Returns a way to stop.
 */
export function openStream(person: Person, wanted: readonly Wanted[], sink: Sink): () => void {
  const asked = new Map(wanted.map((one) => [one.streamId, { ...one }]));
  const followed = new Map<string, () => void>();
  const gone = new Set<string>();
  let stopOwn = () => {};
  let over = false;
  /** The last look at what the person may see: events wait for it. */
  let checked = Promise.resolve();

  function leave(streamId: string): void {
    followed.get(streamId)?.();
    followed.delete(streamId);
  }

  function stop(): void {
    over = true;
    stopOwn();
    for (const streamId of [...followed.keys()]) leave(streamId);
  }

  function fail(error: unknown): void {
    if (over) return;
    const ended = error instanceof AppError && error.code === "signed_out";
    if (ended) sink.send({ t: "revoked" });
    else console.error("event stream:", error);
    stop();
    sink.close();
  }

  /** Names may have to be read first; a chain of promises keeps the order. */
  function inOrder(one: Wanted) {
    let tail = Promise.resolve();
    return (event: LogEvent) => {
      const names = namesOf(event);
      // Of all events these alone show a person's words in the browser that the log has commitments of.
      const read = event.kind === "contacts.changed" ? revealed(event, erased) : event;
      tail = Promise.all([names, read, tail, checked]).then(([known, shown]) => {
        if (over || !followed.has(one.streamId)) return;
        one.after = event.number;
        sink.send({ t: "event", s: one.streamId, event: shown, names: known });
      });
      tail.catch(fail);
    };
  }

  function follow(one: Wanted, name: string): void {
    if (followed.has(one.streamId)) return;
    gone.delete(one.streamId);
    const leaving: (() => void)[] = [];
    followed.set(one.streamId, () => {
      for (const stopOne of leaving) stopOne();
    });
    leaving.push(hub().subscribe(one.streamId, one.after, inOrder(one)));
    const me = one.looking ? { id: person.id, name } : null;
    const onChange = (people: { id: string; name: string }[]) =>
      sink.send({ t: "here", s: one.streamId, people });
    leaving.push(presence().join(one.streamId, me, onChange));
    leaving.push(
      followProgress(one.streamId, (progress) =>
        sink.send({ t: "progress", s: one.streamId, progress }),
      ),
    );
  }

  /** Asks the database what this session still may see. */
  const check = oneAtATime(async () => {
    const now = await sessionState(person.id, person.epoch);
    if (!now || now.mustChangePassword) throw new AppError("signed_out");
    const visible = await visibleDeployments(now.grants, [...asked.keys()]);
    for (const one of over ? [] : asked.values()) {
      if (visible.has(one.streamId)) follow(one, now.name);
      else if (!gone.has(one.streamId)) {
        leave(one.streamId);
        gone.add(one.streamId);
        sink.send({ t: "gone", s: one.streamId });
      }
    }
  });

  /** The person's own log speaks of roles, disabling and passwords. */
  async function start(): Promise<void> {
    const own = await lastNumber(person.id);
    if (over) return;
    stopOwn = hub().subscribe(person.id, own, () => {
      checked = check();
      checked.catch(fail);
    });
    await check();
    if (!over) sink.send({ t: "ready" });
  }

  start().catch(fail);
  return stop;
}

const known = new Map<string, { name: string; at: number }>();
const nameMaxAgeMs = 60_000;
const mostKnown = 5_000;

/** Names for one event, from memory where it has met its people within the last minute. */
async function namesOf(event: LogEvent): Promise<Record<string, string>> {
  const { actor } = event;
  const held = actor.kind === "person" ? known.get(actor.id) : undefined;
  const plain = event.kind.startsWith("item.") || event.kind.startsWith("probe.");
  if (plain && actor.kind === "system") return {};
  if (plain && actor.kind === "person" && held && Date.now() - held.at < nameMaxAgeMs) {
    return { [actor.id]: held.name };
  }
  const names = await namesIn([event]);
  if (known.size > mostKnown) known.clear();
  for (const [id, name] of Object.entries(names)) known.set(id, { name, at: Date.now() });
  return names;
}
