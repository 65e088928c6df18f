import {
  type Exchange,
  emptyTrace,
  type HttpRequest,
  type Reach,
  type Trace,
} from "@/lib/probe/kind";

/** What the kinds that send more than one request have in common. */

/**
 * Asks the same several times, some at once. `ask` is called with 0, 1, 2, …; `more` is asked before each, and decides
 * whether another one is begun. What is under way is always waited for. At most `atOnce` are.
 */
export async function askMany(
  atOnce: number,
  more: (begun: number) => boolean,
  ask: (index: number) => Promise<void>,
): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (more(begun)) {
      const index = begun;
      begun += 1;
      await ask(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Sends requests that share the time of the first: what one takes, the next ones do not have. */
export function within(
  { http }: Pick<Reach, "http">,
  timeoutMs: number,
  signal: AbortSignal,
): { send(request: HttpRequest): Promise<Exchange>; over(): boolean } {
  const deadline = performance.now() + timeoutMs;
  const left = () => Math.max(0, deadline - performance.now());
  return {
    send: (request) => http({ ...request, timeoutMs: left() }, signal),
    over: () => left() === 0,
  };
}

/** The way of all of them; headers and certificates of the last. Their bodies are not kept. */
export function joined(exchanges: readonly Exchange[]): Trace {
  const last = exchanges.at(-1)?.trace ?? emptyTrace(null);
  return { ...last, body: null, hops: exchanges.flatMap(({ trace }) => trace.hops) };
}

/** A whole answer, and one that says that all is well. */
export const isFine = ({ status, trace }: Exchange): boolean =>
  trace.problem === null && status !== null && status >= 200 && status < 300;

/** Requests whose way is kept as evidence, of the many that are sent. */
export const shownRequests = 3;
