import { personOrNull } from "@/lib/deployment/actor-of";
import type { DeploymentEvent } from "@/lib/deployment/events";
import type { ProbeState } from "@/lib/deployment/probe-state";
import type { DeploymentState } from "@/lib/deployment/state";

export function newProbe(
  probe: Pick<ProbeState, "id" | "itemKey" | "spec" | "source" | "byId" | "at">,
): ProbeState {
  return { ...probe, removedAt: null, latest: null, recent: [], running: null };
}

/** Runs in a probe's history. */
const mostRecent = 10;

function withProbe(
  state: DeploymentState,
  id: string,
  change: Partial<ProbeState>,
): DeploymentState {
  const probe = state.probes[id];
  if (!probe) throw new Error(`the log speaks of a probe that is not there: ${id}`);
  return { ...state, probes: { ...state.probes, [id]: { ...probe, ...change } } };
}

type OfProbes = DeploymentEvent<
  "probe.bound" | "probe.unbound" | "probe.queued" | "probe.recorded" | "probe.cancelled"
>;

/** The state after one more event about probes. */
export function afterProbes(state: DeploymentState, event: OfProbes): DeploymentState {
  switch (event.kind) {
    case "probe.bound": {
      const probe = newProbe({
        id: event.subject.probe,
        itemKey: event.subject.item,
        spec: event.after.spec,
        source: "person",
        byId: personOrNull(event),
        at: event.at,
      });
      return { ...state, probes: { ...state.probes, [probe.id]: probe } };
    }
    case "probe.unbound":
      return withProbe(state, event.subject.probe, { removedAt: event.at, running: null });
    case "probe.queued": {
      const running = { runId: event.subject.run, at: event.at, byId: personOrNull(event) };
      return withProbe(state, event.subject.probe, { running });
    }
    case "probe.recorded":
    case "probe.cancelled": {
      const { evidenceHash: _, ...run } = event.after;
      const {
        running = null,
        latest = null,
        recent = [],
      } = state.probes[event.subject.probe] ?? {};
      const { runId, verdict, finishedAt, counts } = run;
      return withProbe(state, event.subject.probe, {
        // What counts for nothing does not take the place of what counts (a run that ends after the sealing).
        latest: latest?.counts && !run.counts ? latest : run,
        recent: [{ runId, verdict, finishedAt, counts }, ...recent].slice(0, mostRecent),
        running: running?.runId === event.subject.run ? null : running,
      });
    }
  }
}
