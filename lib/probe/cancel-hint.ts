import { z } from "zod";

/** What workers hear when a run was ended elsewhere: they stop measuring. Missed, the next beat tells them. */
const hintSchema = z.object({ cancelRun: z.string() });

export const cancelHint = (runId: string): string => JSON.stringify({ cancelRun: runId });

/** The run; null for a hint of another kind. */
export function readCancelHint(payload: string): string | null {
  try {
    return hintSchema.safeParse(JSON.parse(payload)).data?.cancelRun ?? null;
  } catch {
    return null;
  }
}
