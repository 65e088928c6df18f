import type { DeploymentEvent } from "@/lib/deployment/events";
import { expiryOf } from "@/lib/deployment/expiry";
import { requestsAfter } from "@/lib/deployment/requests";
import type { DeploymentState, ItemState, ProbeState, Signature } from "@/lib/deployment/state";

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

const person = (event: DeploymentEvent): string =>
  event.actor.kind === "person" ? event.actor.id : event.actor.name;

const personOrNull = (event: DeploymentEvent): string | null =>
  event.actor.kind === "person" ? event.actor.id : null;

export function newItem(key: string, position: number): ItemState {
  return {
    key,
    position,
    state: "todo",
    reason: null,
    version: 0,
    byId: null,
    at: null,
    cause: null,
    early: false,
    override: null,
    runIds: [],
    label: null,
    command: null,
    added: null,
  };
}

function created(event: DeploymentEvent<"deployment.created">): DeploymentState {
  const { items, signOffs, probes, ...header } = event.after;
  return {
    ...header,
    id: event.subject.deployment,
    deployerIds: [header.deployedById],
    createdById: person(event),
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

function newProbe(
  probe: Pick<ProbeState, "id" | "itemKey" | "spec" | "source" | "byId" | "at">,
): ProbeState {
  return { ...probe, removedAt: null, latest: null, recent: [], running: null };
}

/** Runs in a probe's history. */
const mostRecent = 10;

function withItem(
  state: DeploymentState,
  key: string,
  change: Partial<ItemState>,
): DeploymentState {
  const item = state.items[key];
  if (!item) throw new Error(`the log speaks of an item that is not there: ${key}`);
  return { ...state, items: { ...state.items, [key]: { ...item, ...change } } };
}

function withProbe(
  state: DeploymentState,
  id: string,
  change: Partial<ProbeState>,
): DeploymentState {
  const probe = state.probes[id];
  if (!probe) throw new Error(`the log speaks of a probe that is not there: ${id}`);
  return { ...state, probes: { ...state.probes, [id]: { ...probe, ...change } } };
}

function withSignature(
  state: DeploymentState,
  id: string,
  change: Partial<Signature>,
): DeploymentState {
  const signature = state.signatures[id];
  if (!signature) throw new Error(`the log speaks of a signature that is not there: ${id}`);
  return { ...state, signatures: { ...state.signatures, [id]: { ...signature, ...change } } };
}

function signed(
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.signed" | "sign_off.refused">,
): DeploymentState {
  const refused = event.kind === "sign_off.refused";
  const { personId, teamId, statement, locale, stateHash, seen, manifest } = event.after;
  const signature: Signature = {
    id: event.subject.signature,
    signOffKey: event.subject.signOff,
    personId,
    teamId,
    answer: refused ? "refused" : "signed",
    reason: refused ? event.after.reason : null,
    statement,
    locale,
    stateHash,
    seen,
    manifest,
    number: event.number,
    at: event.at,
    suspendedAt: null,
    withdrawnAt: null,
    withdrawn: null,
    expiresAt: refused ? null : expiryOf(state, event.subject.signOff, event.at),
    expiredAt: null,
    onBehalfOf: event.after.onBehalfOf ?? null,
  };
  const closing = refused ? null : event.after.closing;
  return {
    ...state,
    ...(closing ? { closing } : {}),
    startedAt: state.startedAt ?? event.at,
    signatures: { ...state.signatures, [signature.id]: signature },
  };
}

function withdrawn(
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.withdrawn">,
): DeploymentState {
  const next = withSignature(state, event.subject.signature, {
    withdrawnAt: event.at,
    withdrawn: event.after.reason,
  });
  const closes = state.signOffs[event.subject.signOff]?.kind === "deployed_by";
  return closes ? { ...next, closing: null } : next;
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
        cancelled: { reason: event.after.reason, byId: person(event), at: event.at },
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
      const opened = { at: event.at, early: early && { byId: person(event), ...early } };
      return { ...state, opened: { ...state.opened, [event.subject.unit]: opened } };
    }
    case "item.changed": {
      const by = event.after.cause === "person" ? personOrNull(event) : null;
      const change = { ...event.after, byId: by, at: event.at };
      // Nearly all of a long log is ticks: the state is copied once for each.
      const begun = state.startedAt ? state : { ...state, startedAt: event.at };
      return withItem(begun, event.subject.item, change);
    }
    case "item.corrected": {
      const { label, command } = event.after;
      return withItem(state, event.subject.item, { label, command });
    }
    case "item.added": {
      const { material: _, position, ...added } = event.after;
      const item = { ...newItem(event.subject.item, position), added };
      return { ...state, items: { ...state.items, [item.key]: item } };
    }
    case "note.added": {
      const { note: id, item: itemKey } = event.subject;
      const note = { id, itemKey, text: event.after.text, byId: person(event), at: event.at };
      return { ...state, notes: { ...state.notes, [id]: note } };
    }
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
    case "sign_off.signed":
    case "sign_off.refused":
      return signed(state, event);
    case "sign_off.withdrawn":
      return withdrawn(state, event);
    case "sign_off.requested":
    case "sign_off.reminded":
    case "sign_off.request_seen":
    case "sign_off.request_withdrawn":
      return { ...state, requests: requestsAfter(state, event) };
    case "signature.suspended":
      return withSignature(state, event.subject.signature, { suspendedAt: event.at });
    case "signature.expired":
      return withSignature(state, event.subject.signature, { expiredAt: event.at });
    case "signature.restored":
      return withSignature(state, event.subject.signature, { suspendedAt: null });
    case "contacts.changed":
      return { ...state, contacts: event.after };
    case "references.changed":
      return { ...state, references: event.after };
    case "issue.declared": {
      const issue = {
        what: event.after.what,
        byId: person(event),
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
