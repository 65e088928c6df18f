import { randomUUID } from "node:crypto";
import { command } from "@/lib/command/command";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { linkBlocker } from "@/lib/identity/rules";
import { linkInput, unlinkInput } from "@/lib/identity/schema";
import type { PersonEventKind } from "@/lib/people/schema";

type PersonRow = {
  email: string;
  epoch: number;
  disabled: boolean;
  hasPassword: boolean;
  emailEdited: boolean;
  linked: boolean;
};

const linked: PersonEventKind = "person.identity_linked";
const unlinked: PersonEventKind = "person.identity_unlinked";

/**
 * The first sign-in with a verified email links the identity for good. Where somebody else had changed that email, it
 * counts as a new password from them: nothing that is under way is signed. The password of before is dropped with all
 * sessions, whoever set it: an administrator could have been the first to use and change a one-time password.
 */
export const linkIdentity = command({
  may: "people.edit",
  input: linkInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, actor, now, input: { personId: id, issuer, subject, email } }) {
    if (actor.kind !== "system") throw new AppError("forbidden", reason("not_allowed"));
    const [person] = await tx.query<PersonRow>(
      `select email, epoch, "disabledAt" is not null as disabled, "passwordHash" is not null as "hasPassword",
         "emailEditedAt" is not null as "emailEdited",
         exists (select from "PersonIdentity" i where i."personId" = p.id and i.issuer = $2) as linked
       from "Person" p where id = $1`,
      [id, issuer],
    );
    const candidate = person?.email === email ? person : null;
    refuseIf(linkBlocker({ address: email, verified: true }, candidate, actor.name));
    if (!candidate) throw new AppError("not_found");
    const { emailEdited, hasPassword } = candidate;
    const [identity, at] = [randomUUID(), now.toISOString()];
    const passwordDropped = emailEdited || hasPassword;
    const epoch = candidate.epoch + (passwordDropped ? 1 : 0);
    const changed = {
      ...{ id, epoch },
      ...(emailEdited ? { resetAt: at } : {}),
      ...(passwordDropped ? { passwordHash: null, mustChangePassword: false } : {}),
    };
    const after = { identity, issuer, emailEdited, passwordDropped };
    const row = { id: identity, issuer, subject, personId: id, linkedAt: at };
    return {
      result: { personId: id, epoch },
      events: [{ kind: linked, subject: { person: id }, before: null, after }],
      rows: [
        { table: "PersonIdentity", rows: [row] },
        { table: "Person", rows: [changed], partial: true },
      ],
    };
  },
});

/** Ends all sessions of the person; the next sign-in there links by the verified email again. */
export const unlinkIdentity = command({
  may: "people.edit",
  input: unlinkInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, input: { personId, identityId } }) {
    const [found] = await tx.query<{ issuer: string; epoch: number }>(
      `select i.issuer, p.epoch from "PersonIdentity" i join "Person" p on p.id = i."personId"
       where i.id = $1 and p.id = $2`,
      [identityId, personId],
    );
    if (!found) throw new AppError("not_found", reason("no_such_identity"));
    const before = { identity: identityId, issuer: found.issuer };
    return {
      result: null,
      events: [{ kind: unlinked, subject: { person: personId }, before, after: null }],
      rows: [
        { table: "PersonIdentity", remove: [{ id: identityId }] },
        { table: "Person", rows: [{ id: personId, epoch: found.epoch + 1 }], partial: true },
      ],
    };
  },
});
