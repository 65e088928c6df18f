import type { Exchange } from "@/lib/probe/kind";

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

/** A whole answer, and one that says that all is well. */
export const isFine = ({ status, trace }: Exchange): boolean =>
  trace.problem === null && status !== null && status >= 200 && status < 300;

/** Requests whose way is kept as evidence, of the many that are sent. */
export const shownRequests = 3;
