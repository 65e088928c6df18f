import { actorOf } from "@/lib/deployment/actor-of";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { newItem } from "@/lib/deployment/fold-items";
import { newProbe } from "@/lib/deployment/fold-probes";
import type { DeploymentState } from "@/lib/deployment/state";

/** The state that a log begins with. */
export function created(event: DeploymentEvent<"deployment.created">): DeploymentState {
  const { items, signOffs, probes, ...header } = event.after;
  return {
    ...header,
    id: event.subject.deployment,
    deployerIds: [header.deployedById],
    createdById: actorOf(event),
    createdAt: event.at,
    startedAt: null,
    wentLiveAt: null,
    closedAt: null,
    outcome: null,
    closing: null,
    cancelled: null,
    opened: {},
    issues: [],
    items: Object.fromEntries(items.map((key, index) => [key, newItem(key, index)])),
    signOffs: Object.fromEntries(signOffs.map((signOff) => [signOff.key, signOff])),
    signatures: {},
    probes: Object.fromEntries(
      probes.map((probe) => [
        probe.id,
        newProbe({ ...probe, source: "document", byId: null, at: event.at }),
      ]),
    ),
    notes: {},
    last: event.number,
  };
}
