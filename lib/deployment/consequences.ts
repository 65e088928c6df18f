import type { Checklist } from "@/lib/checklist/schema";
import type { DeploymentEvent, NewDeploymentEvent } from "@/lib/deployment/events";
import { overdue } from "@/lib/deployment/expiry";
import { applyEvent } from "@/lib/deployment/fold";
import { isLive, unitsToOpen } from "@/lib/deployment/opening";
import { currentSignature, finalSignOffs, stands } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";
import { canonical, sha256 } from "@/lib/log/event";
import { coveredState } from "@/lib/sign-off/covered";

/** The canonical covered state of a sign-off (docs/covered-state.md). */
export function coveredText(
  document: Checklist,
  state: DeploymentState,
  signOffKey: string,
): string {
  return canonical(coveredState(planOf(document, state), state, signOffKey));
}

/** SHA-256 (hex) of the canonical covered state of a sign-off. */
export const coveredHash = (...of: Parameters<typeof coveredText>): string =>
  sha256(coveredText(...of));

/** Signatures whose covered state moved away from, or back to, what was signed (rule 2). */
function signatureChanges(document: Checklist, state: DeploymentState): NewDeploymentEvent[] {
  const made: NewDeploymentEvent[] = [];
  for (const signOffKey of Object.keys(state.signOffs)) {
    const signature = currentSignature(state, signOffKey);
    // What is over stays over, whatever the state.
    if (signature?.answer !== "signed" || signature.expiredAt) continue;
    const today = coveredHash(document, state, signature.signOffKey);
    const same = today === signature.stateHash;
    const subject = { signOff: signature.signOffKey, signature: signature.id };
    if (!same && !signature.suspendedAt) {
      const before = { stateHash: signature.stateHash };
      const after = { stateHash: today };
      made.push({ kind: "signature.suspended", subject, before, after, by: "rule" });
    } else if (same && signature.suspendedAt) {
      const after = { stateHash: today };
      made.push({ kind: "signature.restored", subject, before: null, after, by: "rule" });
    }
  }
  return made;
}

/** That signatures are over, for those whose time has come; nothing of it is in the log yet. */
export const expiries = (state: DeploymentState, now: Date): NewDeploymentEvent[] =>
  overdue(state, now).map(({ id, signOffKey, expiresAt }) => ({
    kind: "signature.expired",
    subject: { signOff: signOffKey, signature: id },
    before: null,
    after: { at: expiresAt ?? now.toISOString() },
    by: "rule",
  }));

function closure(state: DeploymentState): NewDeploymentEvent | null {
  const finals = finalSignOffs(state);
  if (state.closedAt || !state.closing || finals.length === 0) return null;
  if (!finals.every((signOff) => stands(state, signOff.key))) return null;
  return {
    kind: "deployment.closed",
    subject: {},
    before: null,
    after: state.closing,
    by: "rule",
  };
}

function nextByRule(document: Checklist, state: DeploymentState): NewDeploymentEvent[] {
  const changes = state.closedAt || state.cancelled ? [] : signatureChanges(document, state);
  if (changes.length > 0) return changes;
  const closed = closure(state);
  if (closed) return [closed];
  const plan = planOf(document, state);
  if (!state.wentLiveAt && !state.closedAt && !state.cancelled && isLive(plan, state)) {
    return [{ kind: "deployment.went_live", subject: {}, before: null, after: null, by: "rule" }];
  }
  return unitsToOpen(plan, state).map((unit) => ({
    kind: "stage.opened",
    subject: { unit: unit.key },
    before: null,
    after: { early: null },
    by: "rule",
  }));
}

/**
 * Applies a command's events, adds what follows by rule, until nothing more follows.
 * `dress` gives a new event number, time and actor, as appending will.
 */
export function withConsequences(
  document: Checklist,
  start: DeploymentState | null,
  events: readonly NewDeploymentEvent[],
  dress: (event: NewDeploymentEvent) => DeploymentEvent,
  begin: (first: DeploymentEvent) => DeploymentState,
): { state: DeploymentState; events: NewDeploymentEvent[] } {
  const all: NewDeploymentEvent[] = [];
  let state = start;
  let pending = events;
  while (pending.length > 0) {
    for (const event of pending) {
      const dressed = dress(event);
      state = state ? applyEvent(state, dressed) : begin(dressed);
      all.push(event);
    }
    if (!state) throw new Error("no events, no state");
    pending = nextByRule(document, state);
  }
  if (!state) throw new Error("a deployment command without events");
  return { state, events: all };
}
