import { randomUUID } from "node:crypto";
import { z } from "zod";
import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { AppError, type Reason, reason, refuseIf } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import { type DeploymentContext, deploymentCommand } from "@/lib/deployment/command";
import { isWaiting } from "@/lib/deployment/requests";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import {
  againBlocker,
  askBlocker,
  askedBlocker,
  askedOf,
  dueReminders,
  lastRequest,
  seenBy,
} from "@/lib/sign-off/ask-rules";
import { signerBlocker } from "@/lib/sign-off/rules";
import { askInput, seeRequestsInput, withdrawRequestInput } from "@/lib/sign-off/schema";
import { signOffOf } from "@/lib/sign-off/sign-off-of";
import { readCandidates, readSigner } from "@/lib/sign-off/signers";

async function personBlocker(
  { tx, plan, state }: DeploymentContext<unknown>,
  signOff: SignOffState,
  personId: string,
): Promise<Reason | null> {
  const asked = await readSigner(tx, state, personId);
  if (!asked) throw new AppError("not_found", reason("no_such_person"));
  return askedBlocker(plan, state, signOff, asked);
}

async function teamBlocker(
  { tx, plan, state }: DeploymentContext<unknown>,
  signOff: SignOffState,
): Promise<Reason | null> {
  if (signOff.kind !== "team") return reason("ask_a_person");
  const team = signOff.teamName ?? signOff.label;
  if (signOff.teamId === null) return reason("asked_team_unknown", { team });
  const members = await readCandidates(tx, state, signOff);
  const some = members.some((member) => !signerBlocker(plan, state, signOff, member));
  return some ? null : reason("nobody_to_ask", { team });
}

/** Asks a person or the sign-off's team to sign; asked again while that waits, it is a reminder. */
export const askToSign = deploymentCommand({
  may: "sign_off.ask",
  input: askInput,
  async run(context) {
    const { input, state, now } = context;
    const { personId, message, remindEvery } = input;
    const signOff = signOffOf(context.state, input.signOffKey);
    refuseIf(askBlocker(state, signOff));
    refuseIf(
      personId === null
        ? await teamBlocker(context, signOff)
        : await personBlocker(context, signOff, personId),
    );
    const last = lastRequest(state, signOff.key, personId);
    refuseIf(againBlocker(state, last, now));
    if (last && isWaiting(state, last)) {
      const after = { personId, message, remindEvery, automatic: false };
      const subject = { request: last.id, signOff: signOff.key };
      return {
        result: { requestId: last.id, reminded: true },
        events: [{ kind: "sign_off.reminded", subject, before: null, after }],
      };
    }
    const requestId = randomUUID();
    const teamId = personId === null ? signOff.teamId : null;
    return {
      result: { requestId, reminded: false },
      events: [
        {
          kind: "sign_off.requested",
          subject: { request: requestId, signOff: signOff.key },
          before: null,
          after: { personId, teamId, message, remindEvery },
        },
      ],
    };
  },
});

/** Takes a request back that waits still: nobody is reminded any more. */
export const withdrawRequest = deploymentCommand({
  may: "sign_off.ask",
  input: withdrawRequestInput,
  run({ input, state }) {
    const request = own(state.requests ?? {}, input.requestId);
    if (!request) throw new AppError("not_found", reason("no_such_request"));
    if (!isWaiting(state, request)) throw new AppError("refused", reason("request_over"));
    return {
      result: null,
      events: [
        {
          kind: "sign_off.request_withdrawn",
          subject: { request: request.id, signOff: request.signOffKey },
          before: { personId: request.personId },
          after: null,
        },
      ],
    };
  },
});

/** Somebody who was asked has the page open: once for each request. Nobody else writes anything. */
export const seeRequests = deploymentCommand({
  may: "deployment.view",
  input: seeRequestsInput,
  run(context) {
    const { actor, input, plan, state } = context;
    const { key } = signOffOf(context.state, input.signOffKey);
    if (actor.kind !== "person") return { result: null, events: [] };
    const unseen = askedOf(plan, state, key, actor).filter((request) => !seenBy(request, actor.id));
    return {
      result: null,
      events: unseen.map(({ id }) => ({
        kind: "sign_off.request_seen",
        subject: { request: id, signOff: key },
        before: null,
        after: { personId: actor.id },
      })),
    };
  },
});

/** Reminds of every request whose time has come. */
const remindOfRequests = deploymentCommand({
  may: "deployment.view",
  input: z.object({ deploymentId: z.string() }),
  run: ({ plan, state, now }) => ({
    result: null,
    events: dueReminders(plan, state, now).map(({ id, signOffKey, personId, remindEvery }) => ({
      kind: "sign_off.reminded",
      subject: { request: id, signOff: signOffKey },
      before: null,
      after: { personId, message: "", remindEvery, automatic: true },
    })),
  }),
});

const mostAtOnce = 200;

/** Deployments under way with a request to remind of. For the worker: what it missed, it reminds of once. */
export async function remindOverdue(): Promise<void> {
  const rows = await query<{ id: string }>(
    `select d.id from "Deployment" d
     where d.status in ('planned', 'in_flight') and exists (
       select 1 from jsonb_array_elements(d.summary -> 'asked') a
       where (a ->> 'dueAt')::timestamptz <= $1)
     limit ${mostAtOnce}`,
    [new Date()],
  );
  for (const { id } of rows)
    await remindOfRequests(system("reminder"), { deploymentId: id }).catch((error: Error) =>
      console.error(`reminding on deployment ${id}:`, error.message),
    );
}
