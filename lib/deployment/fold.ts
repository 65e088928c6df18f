import { actorOf } from "@/lib/deployment/actor-of";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { created } from "@/lib/deployment/fold-created";
import { afterItems } from "@/lib/deployment/fold-items";
import { afterProbes } from "@/lib/deployment/fold-probes";
import { afterSignOffs } from "@/lib/deployment/fold-sign-offs";
import type { DeploymentState } from "@/lib/deployment/state";

/**
 * The state after one more event. Copies what changes and keeps the rest by identity, so that
 * `changedRows` and React see exactly what moved. Pure; runs in server, worker, browser and tests.
 */
export function applyEvent(state: DeploymentState, event: DeploymentEvent): DeploymentState {
  const next = step(state, event);
  if (next === state) return { ...state, last: event.number };
  // A step that changes anything gives an object of its own: no second copy of it is made.
  next.last = event.number;
  return next;
}

/** From nothing: the first event must be `deployment.created`. */
export function fold(events: readonly DeploymentEvent[]): DeploymentState {
  const [first, ...rest] = events;
  if (first?.kind !== "deployment.created")
    throw new Error("a deployment's log starts with its creation");
  return rest.reduce(applyEvent, created(first));
}

function step(state: DeploymentState, event: DeploymentEvent): DeploymentState {
  switch (event.kind) {
    case "deployment.created":
      throw new Error("a deployment is created once");
    case "deployment.header_changed": {
      const deployer = event.after.deployedById;
      const deployerIds =
        deployer && !state.deployerIds.includes(deployer)
          ? [...state.deployerIds, deployer]
          : state.deployerIds;
      return { ...state, ...event.after, deployerIds };
    }
    case "deployment.cancelled":
      return {
        ...state,
        cancelled: { reason: event.after.reason, byId: actorOf(event), at: event.at },
      };
    case "deployment.went_live":
      return { ...state, wentLiveAt: event.at };
    case "deployment.closed":
      return {
        ...state,
        closedAt: event.at,
        outcome: event.after.outcome,
        closing: { outcome: event.after.outcome, notes: event.after.notes },
      };
    case "stage.opened": {
      const { early } = event.after;
      const opened = { at: event.at, early: early && { byId: actorOf(event), ...early } };
      return { ...state, opened: { ...state.opened, [event.subject.unit]: opened } };
    }
    case "item.changed":
    case "item.corrected":
    case "item.added":
    case "note.added":
      return afterItems(state, event);
    case "probe.bound":
    case "probe.unbound":
    case "probe.queued":
    case "probe.recorded":
    case "probe.cancelled":
      return afterProbes(state, event);
    case "sign_off.signed":
    case "sign_off.refused":
    case "sign_off.withdrawn":
    case "sign_off.requested":
    case "sign_off.reminded":
    case "sign_off.request_seen":
    case "sign_off.request_withdrawn":
    case "signature.suspended":
    case "signature.expired":
    case "signature.restored":
      return afterSignOffs(state, event);
    case "contacts.changed":
      return { ...state, contacts: event.after };
    case "references.changed":
      return { ...state, references: event.after };
    case "issue.declared": {
      const issue = {
        what: event.after.what,
        byId: actorOf(event),
        at: event.at,
        endedAt: null,
        endNote: null,
      };
      return { ...state, startedAt: state.startedAt ?? event.at, issues: [...state.issues, issue] };
    }
    case "issue.ended": {
      const issues = state.issues.map((issue) =>
        issue.endedAt ? issue : { ...issue, endedAt: event.at, endNote: event.after.note },
      );
      return { ...state, issues };
    }
    case "share.created":
    case "share.withdrawn":
    case "template.kept":
      return state;
  }
}
