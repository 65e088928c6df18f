import { cookies } from "next/headers";
import { callerFromRequest } from "@/lib/auth/caller";
import { decodeSession, SESSION_COOKIE } from "@/lib/auth/session-token";
import { processWide } from "@/lib/core/process-wide";
import { openStream, type Wanted } from "@/lib/deployment/stream";
import { serverSent } from "@/lib/log/server-sent";

const mostStreams = 20;
/** A browser has one connection, however many tabs. */
const mostPerPerson = 8;

const open = processWide("open streams", () => new Map<string, number>());

function count(personId: string, by: 1 | -1): void {
  const now = (open.get(personId) ?? 0) + by;
  if (now > 0) open.set(personId, now);
  else open.delete(personId);
}

function wantedIn(search: URLSearchParams): Wanted[] {
  const away = new Set(search.getAll("away"));
  const given = search.getAll("s").slice(0, mostStreams);
  return given.flatMap((text) => {
    const [, streamId = "", number] = /^([\w-]{1,64}):(\d{1,9})$/.exec(text) ?? [];
    return streamId ? [{ streamId, after: Number(number), looking: !away.has(streamId) }] : [];
  });
}

/**
 * Server-sent events: `?me=<person>&s=<deployment>:<last number>`, `s` repeated; `away=<deployment>` for one that
 * nobody has looked at for a while. One connection serves all tabs of a browser.
 */
export async function GET(request: Request) {
  const caller = await callerFromRequest();
  const search = new URL(request.url).searchParams;
  // Somebody else has signed in since the page was made: it must not go on as them.
  if (caller?.actor.kind !== "person" || caller.actor.id !== search.get("me")) {
    return new Response(null, { status: 401 });
  }
  const person = caller.actor;
  if ((open.get(person.id) ?? 0) >= mostPerPerson) return new Response(null, { status: 429 });
  const token = (await cookies()).get(SESSION_COOKIE)?.value ?? "";
  return serverSent({
    signal: request.signal,
    stillHolds: async () => (await decodeSession(token)) !== null,
    open(sent) {
      count(person.id, 1);
      const stop = openStream(person, wantedIn(search), sent);
      return () => {
        stop();
        count(person.id, -1);
      };
    },
  });
}
