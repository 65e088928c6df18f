import { sessionState } from "@/lib/auth/confirm-caller";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { demandDeployment, namesIn } from "@/lib/deployment/log-queries";
import type { StreamMessage } from "@/lib/live/messages";
import type { LogEvent } from "@/lib/log/event";
import { hub } from "@/lib/log/hub";
import { lastNumber } from "@/lib/log/read";
import { presence } from "@/lib/presence/presence";

export type Wanted = { streamId: string; after: number };
type Person = { id: string; epoch: number };

/** A connection's end: what is sent, and when it is over. */
export type Sink = { send(message: StreamMessage): void; close(): void };

/**
 * One browser's connection: events of the deployments that its tabs look at, who else looks, and its own end when
 * the session or the right to see ends. Returns a way to stop.
 */
export function openStream(
  caller: Caller,
  person: Person,
  wanted: Wanted[],
  sink: Sink,
): () => void {
  const leaving = new Map<string, (() => void)[]>();
  let over = false;

  function leave(streamId: string): void {
    for (const stop of leaving.get(streamId) ?? []) stop();
    leaving.delete(streamId);
  }

  function stop(): void {
    over = true;
    for (const streamId of [...leaving.keys()]) leave(streamId);
  }

  function fail(error: unknown): void {
    if (over) return;
    if (!(error instanceof AppError)) console.error("event stream:", error);
    if (error instanceof AppError && error.code === "signed_out") sink.send({ t: "revoked" });
    stop();
    sink.close();
  }

  /** Names are read after the event; a chain of promises keeps the order. */
  function inOrder(streamId: string) {
    let tail = Promise.resolve();
    return (event: LogEvent) => {
      tail = tail
        .then(async () => {
          const names = await namesOf(event);
          if (!over) sink.send({ t: "event", s: streamId, event, names });
        })
        .catch(fail);
    };
  }

  async function follow({ streamId, after }: Wanted, name: string): Promise<void> {
    try {
      await demandDeployment(caller, streamId);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "not_found") throw error;
      leave(streamId);
      sink.send({ t: "gone", s: streamId });
      return;
    }
    if (over || leaving.has(streamId)) return;
    const events = hub().subscribe(streamId, after, inOrder(streamId));
    const here = presence().join(streamId, { id: person.id, name }, (people) =>
      sink.send({ t: "here", s: streamId, people }),
    );
    leaving.set(streamId, [events, here]);
  }

  /** The person's own log speaks of grants, disabling and passwords: everything is asked again. */
  async function check(): Promise<void> {
    const now = await sessionState(person.id, person.epoch);
    if (over) return;
    if (!now) throw new AppError("signed_out");
    for (const one of wanted) await follow(one, now.name);
  }

  async function start(): Promise<void> {
    const own = await lastNumber(person.id);
    if (over) return;
    leaving.set(person.id, [
      hub().subscribe(person.id, own, () => {
        check().catch(fail);
      }),
    ]);
    await check();
    if (!over) sink.send({ t: "ready" });
  }

  start().catch(fail);
  return stop;
}

const known = new Map<string, { name: string; at: number }>();
const nameMaxAgeMs = 60_000;

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
  if (known.size > 5_000) known.clear();
  for (const [id, name] of Object.entries(names)) known.set(id, { name, at: Date.now() });
  return names;
}
