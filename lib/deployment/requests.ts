import type { DeploymentEvent } from "@/lib/deployment/events";
import type { SignRequest } from "@/lib/deployment/sign-off-state";
import { currentSignature, signOffStatus } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";

/** Requests to sign: who was asked, by whom, and whether that still waits (decision 0088). */

/** How often the worker reminds of one request at most, whatever was chosen. */
export const mostReminders = 8;

type RequestEvent = DeploymentEvent<
  | "sign_off.requested"
  | "sign_off.reminded"
  | "sign_off.request_seen"
  | "sign_off.request_withdrawn"
>;
type Requests = Readonly<Record<string, SignRequest>>;

/** The requests after one more event of theirs. */
export function requestsAfter(state: DeploymentState, event: RequestEvent): Requests {
  const before = state.requests ?? {};
  const { request: id, signOff } = event.subject;
  if (!state.signOffs[signOff])
    throw new Error(`the log speaks of a sign-off that is not there: ${signOff}`);
  if (event.kind === "sign_off.requested") {
    const { personId, teamId, message, remindEvery } = event.after;
    const by = event.actor.kind === "person" ? event.actor.id : event.actor.name;
    return {
      ...before,
      [id]: {
        ...{ id, signOffKey: signOff, personId, teamId, message, remindEvery },
        ...{ byId: by, at: event.at, number: event.number, remindedAt: null, reminders: 0 },
        ...{ automatic: 0, seen: [], withdrawnAt: null },
      },
    };
  }
  const request = before[id];
  if (!request) throw new Error(`the log speaks of a request that is not there: ${id}`);
  return { ...before, [id]: { ...request, ...changed(request, event) } };
}

function changed(
  request: SignRequest,
  event: Exclude<RequestEvent, { kind: "sign_off.requested" }>,
): Partial<SignRequest> {
  switch (event.kind) {
    case "sign_off.request_seen":
      return { seen: [...request.seen, { personId: event.after.personId, at: event.at }] };
    case "sign_off.request_withdrawn":
      return { withdrawnAt: event.at };
    case "sign_off.reminded": {
      const { automatic, message, remindEvery } = event.after;
      return {
        remindedAt: event.at,
        reminders: request.reminders + 1,
        automatic: request.automatic + (automatic ? 1 : 0),
        remindEvery,
        message: message || request.message,
      };
    }
  }
}

/** Of one sign-off, in the order in which they were made. */
export const requestsOf = (
  { requests }: Pick<DeploymentState, "requests">,
  signOffKey: string,
): SignRequest[] =>
  Object.values(requests ?? {})
    .filter((request) => request.signOffKey === signOffKey)
    .sort((a, b) => a.number - b.number);

/** Somebody refused after they were asked: that is an answer, too. */
export function refusedSince(state: DeploymentState, request: SignRequest): boolean {
  const current = currentSignature(state, request.signOffKey);
  return current?.answer === "refused" && current.number > request.number;
}

/**
 * Whether it still waits: until it is answered, withdrawn, or the deployment is over. A signature that no longer
 * stands makes it wait again.
 */
export function isWaiting(state: DeploymentState, request: SignRequest): boolean {
  if (request.withdrawnAt || state.closedAt || state.cancelled) return false;
  return signOffStatus(state, request.signOffKey) !== "standing" && !refusedSince(state, request);
}

export const waitingRequests = (state: DeploymentState): SignRequest[] =>
  Object.values(state.requests ?? {}).filter((request) => isWaiting(state, request));

/** When they were last asked or reminded, ISO 8601. */
export const lastAsked = ({ remindedAt, at }: SignRequest): string => remindedAt ?? at;

/** When the worker reminds next, ISO 8601; null: it does not. */
export function reminderDueAt(request: SignRequest): string | null {
  const { remindEvery, automatic } = request;
  if (remindEvery === null || automatic >= mostReminders) return null;
  return new Date(Date.parse(lastAsked(request)) + remindEvery * 60_000).toISOString();
}
