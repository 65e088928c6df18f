import type { DeploymentEvent } from "@/lib/deployment/events";

/** Id of the person who did it, or the name of what did. */
export const actorOf = (event: DeploymentEvent): string =>
  event.actor.kind === "person" ? event.actor.id : event.actor.name;

export const personOrNull = (event: DeploymentEvent): string | null =>
  event.actor.kind === "person" ? event.actor.id : null;
