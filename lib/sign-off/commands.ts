import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/core/caller";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { type DeploymentContext, deploymentCommand } from "@/lib/deployment/command";
import type { OnBehalfOf } from "@/lib/deployment/sign-off-state";
import { currentSignature } from "@/lib/deployment/standing";
import { stateAt } from "@/lib/deployment/state-at";
import { notFresh } from "@/lib/sign-off/authenticated";
import { type Capacity, capacityOf } from "@/lib/sign-off/capacity";
import { hashedManifest } from "@/lib/sign-off/manifest";
import { lateMembership } from "@/lib/sign-off/membership";
import { movedReason } from "@/lib/sign-off/moved";
import { withoutNames } from "@/lib/sign-off/names";
import { prepare } from "@/lib/sign-off/prepare";
import { refuseBlocker, signBlocker, withdrawBlocker } from "@/lib/sign-off/rules";
import { provenSignInput, refuseInput, withdrawInput } from "@/lib/sign-off/schema";
import { signOffOf } from "@/lib/sign-off/sign-off-of";

type Person = Extract<Actor, { kind: "person" }>;

/** Whose answer it is where a delegate gives it. */
function inTheName(capacity: Capacity | null): { onBehalfOf?: OnBehalfOf } {
  if (!capacity?.delegated) return {};
  const { id: delegation, from, until } = capacity.delegated;
  return { onBehalfOf: { personId: from.id, delegation, until: new Date(until).toISOString() } };
}

/** A signature is a person's: jobs and other machines never sign. */
function person({ actor }: DeploymentContext<unknown>): Person {
  if (actor.kind !== "person") throw new AppError("forbidden", reason("people_sign"));
  return actor;
}

/** Signs, or re-affirms a suspended signature. The caller has proof of who signs (sign.ts, provider-commands.ts). */
export const sign = deploymentCommand({
  may: "sign_off.sign",
  input: provenSignInput,
  async run(context) {
    const { input, state, plan, document, now, tx } = context;
    const signer = person(context);
    const signOff = signOffOf(context.state, input.signOffKey);
    const closing = signOff.kind === "deployed_by" ? input.closing : null;
    const { authenticated } = input;
    refuseIf(authenticated ? notFresh(authenticated, now) : null);
    refuseIf(signBlocker(plan, state, signOff, signer, closing, now));
    const by = { signer, locale: input.locale, closing };
    const read = await stateAt(tx, state, input.seen);
    const made = prepare(document, state, signOff, by, read);
    // The hash says that nothing covered has moved since the signer looked; the words, that they read them.
    if (made.stateHash !== input.stateHash || made.statement !== input.statement) {
      throw new AppError("conflict", await movedReason(tx, plan, state, signOff.key, made.seen));
    }
    const frozen = withoutNames(made.statement, signer, state.id, (named) =>
      prepare(document, state, signOff, { ...by, signer: named }, read),
    );
    const capacity = capacityOf(state, signer, signOff);
    const late = lateMembership(state, capacity?.membership ?? null);
    return {
      result: { stateHash: made.stateHash },
      events: [
        {
          kind: "sign_off.signed",
          subject: { signOff: signOff.key, signature: randomUUID() },
          before: null,
          after: {
            personId: signer.id,
            teamId: signOff.teamId,
            statement: frozen.statement,
            locale: input.locale,
            stateHash: made.stateHash,
            seen: made.seen,
            ...hashedManifest(plan, state, signOff.key, now),
            closing,
            ...(late ? { membership: late } : {}),
            ...(authenticated ? { authenticated } : {}),
            ...(signOff.kind === "approved_by"
              ? { accountSince: new Date(signer.since).toISOString() }
              : {}),
            ...inTheName(capacity),
          },
        },
      ],
      rows: [{ table: "PersonalValue", rows: frozen.values }],
    };
  },
});

/** Says no, with a reason: the verdict turns to held and names who said it. */
export const refuse = deploymentCommand({
  may: "sign_off.sign",
  input: refuseInput,
  run(context) {
    const { input, state, plan, document, now } = context;
    const signer = person(context);
    const signOff = signOffOf(context.state, input.signOffKey);
    refuseIf(refuseBlocker(plan, state, signOff, signer));
    const made = prepare(document, state, signOff, {
      signer,
      locale: input.locale,
      closing: null,
    });
    return {
      result: null,
      events: [
        {
          kind: "sign_off.refused",
          subject: { signOff: signOff.key, signature: randomUUID() },
          before: null,
          after: {
            personId: signer.id,
            teamId: signOff.teamId,
            statement: input.reason,
            locale: input.locale,
            stateHash: made.stateHash,
            seen: state.last,
            ...hashedManifest(plan, state, signOff.key, now),
            reason: input.reason,
            ...inTheName(capacityOf(state, signer, signOff)),
          },
        },
      ],
    };
  },
});

/** Takes one's own answer back, a signature or a refusal, until the deployment is closed. */
export const withdraw = deploymentCommand({
  may: "sign_off.sign",
  input: withdrawInput,
  run(context) {
    const { input, state } = context;
    const signOff = signOffOf(context.state, input.signOffKey);
    refuseIf(withdrawBlocker(state, signOff, person(context).id));
    const current = currentSignature(state, signOff.key);
    return {
      result: null,
      events: [
        {
          kind: "sign_off.withdrawn",
          subject: { signOff: signOff.key, signature: current?.id ?? "" },
          before: null,
          after: { reason: input.reason },
        },
      ],
    };
  },
});
