import { processWide } from "@/lib/core/process-wide";
import { hintChannel, onDatabase } from "@/lib/log/listen";
import { readCancelHint } from "@/lib/probe/cancel-hint";
import { beat, type Taken } from "@/lib/probe/places";

/** The runs that this process is measuring, by lease: it says so every few seconds, and hears when one was ended. */
type Held = { runId: string; abort: AbortController };

const beatMs = 3_000;

const heldRuns = () =>
  processWide("held probe runs", () => {
    const held = new Map<string, Held>();
    onDatabase({
      onNotice(channel, payload) {
        const runId = channel === hintChannel ? readCancelHint(payload) : null;
        if (runId === null) return;
        for (const one of held.values()) if (one.runId === runId) one.abort.abort();
      },
      onUp: () => void sayStillHere(held),
    });
    setInterval(() => void sayStillHere(held), beatMs).unref();
    return held;
  });

async function sayStillHere(held: ReadonlyMap<string, Held>): Promise<void> {
  if (held.size === 0) return;
  try {
    for (const lease of await beat([...held.keys()])) held.get(lease)?.abort.abort();
  } catch (error) {
    // The database may be starting again: the next beat tells.
    console.error("saying which probes run here:", error);
  }
}

/** Begins to listen for runs that are cancelled. */
export const watchRuns = (): void => void heldRuns();

/** `signal` is aborted when the run was cancelled, or is another worker's by now. Call `release` at its end. */
export function hold({ id, lease }: Taken): { signal: AbortSignal; release: () => void } {
  const abort = new AbortController();
  const held = heldRuns();
  held.set(lease, { runId: id, abort });
  return { signal: abort.signal, release: () => void held.delete(lease) };
}
