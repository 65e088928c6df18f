import { processWide } from "@/lib/core/process-wide";

const tails = processWide("turns", () => new Map<string, Promise<unknown>>());

/**
 * Runs work on one stream after what this process has under way on it. The database's lock is what guards the
 * stream between processes; waiting here instead keeps connections free and the held state current.
 */
export async function inTurn<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
  const before = tails.get(id) ?? Promise.resolve();
  const mine = before.then(work, work);
  tails.set(id, mine);
  try {
    return await mine;
  } finally {
    if (tails.get(id) === mine) tails.delete(id);
  }
}
