import { type Reason, reason } from "@/lib/core/errors";
import { overBlocker } from "@/lib/deployment/opening";
import {
  isWaiting,
  lastAsked,
  refusedSince,
  reminderDueAt,
  requestsOf,
  waitingRequests,
} from "@/lib/deployment/requests";
import type { SignOffState, SignRequest } from "@/lib/deployment/sign-off-state";
import { stands } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { capacityOf } from "@/lib/sign-off/capacity";
import { awaited, type Signer, signerBlocker } from "@/lib/sign-off/rules";

/** The same people are asked for the same sign-off at most once in this time, by people. */
export const askAgainMinutes = 10;

/** Minutes between the worker's reminders. */
export const reminderMinutes = [15, 30, 60] as const;
/** Characters. */
export const mostMessage = 500;

/** Whether anybody can be asked for it. */
export function askBlocker(state: DeploymentState, signOff: SignOffState): Reason | null {
  const over = overBlocker(state);
  if (over) return over;
  return stands(state, signOff.key) ? reason("signed_already", { label: signOff.label }) : null;
}

/** Why this person will never answer it, told to the one who asks. */
export function askedBlocker(
  plan: Plan,
  state: DeploymentState,
  signOff: SignOffState,
  asked: Signer & { name: string },
): Reason | null {
  const never = signerBlocker(plan, state, signOff, asked);
  return never && reason(`asked_${never.code}`, { ...never.params, name: asked.name });
}

/** The last request to the same person or team for the same sign-off; a new one is its reminder while it waits. */
export const lastRequest = (
  state: DeploymentState,
  signOffKey: string,
  personId: string | null,
): SignRequest | null =>
  requestsOf(state, signOffKey).findLast((request) => request.personId === personId) ?? null;

/** Asked too lately to be asked again; a withdrawal between does not help, a refusal does. */
export function againBlocker(
  state: DeploymentState,
  last: SignRequest | null,
  now: Date,
): Reason | null {
  if (!last || refusedSince(state, last)) return null;
  const left = Date.parse(lastAsked(last)) + askAgainMinutes * 60_000 - now.getTime();
  return left > 0 ? reason("asked_lately", { minutes: Math.ceil(left / 60_000) }) : null;
}

/** Whether this person is the one who was asked, or one of the team who may sign for it. */
export function isAsked(
  plan: Plan,
  state: DeploymentState,
  request: SignRequest,
  person: Signer,
): boolean {
  if (request.personId !== null) return request.personId === person.id;
  const signOff = state.signOffs[request.signOffKey];
  // A delegate of somebody in the team is asked with it.
  if (!signOff || !capacityOf(state, person, signOff)) return false;
  return signOff.teamId === request.teamId && !signerBlocker(plan, state, signOff, person);
}

/** Requests for this sign-off that wait for this person. */
export const askedOf = (
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  person: Signer,
): SignRequest[] =>
  requestsOf(state, signOffKey).filter(
    (request) => isWaiting(state, request) && isAsked(plan, state, request, person),
  );

export const seenBy = ({ seen }: SignRequest, personId: string): boolean =>
  seen.some((one) => one.personId === personId);

/** Requests that the worker reminds of at `now`: only while they could be signed. */
export function dueReminders(plan: Plan, state: DeploymentState, now: Date): SignRequest[] {
  const turn = new Set(awaited(plan, state).map(({ key }) => key));
  return waitingRequests(state).filter((request) => {
    const dueAt = reminderDueAt(request);
    return dueAt !== null && turn.has(request.signOffKey) && Date.parse(dueAt) <= now.getTime();
  });
}
