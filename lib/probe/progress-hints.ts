import { processWide } from "@/lib/core/process-wide";
import { hintChannel, onDatabase, sendHint } from "@/lib/log/listen";
import { type ProbeProgress, progressHint, readProgressHint } from "@/lib/probe/progress";

type Follower = (progress: ProbeProgress) => void;

/** Who in this process wants to know, by deployment; fed by its one listening connection. */
const followers = () =>
  processWide("probe progress", () => {
    const made = new Map<string, Set<Follower>>();
    onDatabase({
      onNotice(channel, payload) {
        const hint = channel === hintChannel ? readProgressHint(payload) : null;
        if (!hint) return;
        for (const follower of made.get(hint.streamId) ?? []) follower(hint.progress);
      },
      // What was missed comes with the next measurement, and with the next read of the page.
      onUp: () => {},
    });
    return made;
  });

/** Calls after each measurement of a run with `for:` on this deployment; returns a way to stop. */
export function followProgress(deploymentId: string, follower: Follower): () => void {
  const all = followers();
  const here = all.get(deploymentId) ?? new Set();
  all.set(deploymentId, here.add(follower));
  return () => {
    here.delete(follower);
    if (here.size === 0 && all.get(deploymentId) === here) all.delete(deploymentId);
  };
}

/** A hint that does not arrive costs nobody a verdict. */
export function tellProgress(deploymentId: string, progress: ProbeProgress): void {
  sendHint(progressHint(deploymentId, progress)).catch((error: Error) =>
    console.error("telling how far a probe is:", error.message),
  );
}
