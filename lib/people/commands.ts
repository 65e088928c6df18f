import { randomUUID } from "node:crypto";
import { z } from "zod";
import { hashPassword, oneTimePassword } from "@/lib/auth/password-hash";
import { type Command, command, parseInput } from "@/lib/command/command";
import { refuseTaken } from "@/lib/command/taken";
import { reason, refuseIf } from "@/lib/core/errors";
import type { NewEvent } from "@/lib/log/event";
import { hiding } from "@/lib/log/personal";
import { endingDelegations } from "@/lib/people/ending-delegations";
import { otherAdmins, type PersonNow, readPerson } from "@/lib/people/read-person";
import { disableBlocker, forgottenBlocker } from "@/lib/people/rules";
import {
  createPersonInput,
  editPersonInput,
  type PersonEventKind,
  personInput,
} from "@/lib/people/schema";

const withHash = { hash: z.string(), personId: z.uuid() };

const storePerson = command({
  may: "people.edit",
  input: createPersonInput.extend(withHash),
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ input: { personId: id, email, name, hash }, now }) {
    const row = {
      ...{ id, email, name, epoch: 0, createdAt: now.toISOString() },
      ...{ passwordHash: hash, mustChangePassword: true },
    };
    const hidden = hiding();
    const of = { personId: id, streamId: id };
    const after = { email: hidden.hide(email, of), name: hidden.hide(name, of) };
    return {
      result: { personId: id },
      events: [change("person.created", id, null, after)],
      rows: [
        { table: "Person", rows: [row] },
        { table: "PersonalValue", rows: hidden.values },
      ],
    };
  },
});

/** A new person with a one-time password, which is returned here and kept nowhere. */
export const createPerson: Command<{ personId: string; password: string }> = async (
  caller,
  raw,
) => {
  const input = parseInput(createPersonInput, raw);
  const password = oneTimePassword();
  const stored = { ...input, personId: randomUUID(), hash: await hashPassword(password) };
  const done = await refuseTaken(storePerson(caller, stored), "email_taken", {
    email: input.email,
  });
  return { ...done, result: { ...done.result, password } };
};

const storeEdit = command({
  may: "people.edit",
  input: editPersonInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, actor, now, input: { personId: id, email, name } }) {
    const person = await readPerson(tx, id);
    refuseIf(forgottenBlocker(person));
    if (person.email === email && person.name === name)
      return { result: null, events: [], rows: [] };
    const byOther = person.email !== email && !(actor.kind === "person" && actor.id === id);
    const edited = byOther ? { emailEditedAt: now.toISOString() } : {};
    const hidden = hiding();
    const of = { personId: id, streamId: id };
    const before = { email: hidden.hide(person.email, of), name: hidden.hide(person.name, of) };
    const after = {
      email: email === person.email ? before.email : hidden.hide(email, of),
      name: name === person.name ? before.name : hidden.hide(name, of),
    };
    return {
      result: null,
      events: [change("person.edited", id, before, after)],
      rows: [
        { table: "Person", rows: [{ id, email, name, ...edited }], partial: true },
        { table: "PersonalValue", rows: hidden.values },
      ],
    };
  },
});

export const editPerson: Command<null> = async (caller, raw) => {
  const input = parseInput(editPersonInput, raw);
  return refuseTaken(storeEdit(caller, input), "email_taken", { email: input.email });
};

/** Ends all sessions of the person at once. */
export const disablePerson = command({
  may: "people.edit",
  input: personInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, actor, input, now }) {
    const person = await readPerson(tx, input.personId);
    if (person.disabled) return { result: null, events: [], rows: [] };
    const others = await otherAdmins(tx, person.id);
    refuseIf(disableBlocker(person, actor.kind === "person" ? actor.id : null, others));
    const over = await endingDelegations(tx, { actor, now, fromId: person.id, teamId: null });
    const { result, events, rows } = ableness(person, now);
    return { result, events: [...events, ...over.events], rows: [...rows, ...over.rows] };
  },
});

export const enablePerson = command({
  may: "people.edit",
  input: personInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, input }) {
    const person = await readPerson(tx, input.personId);
    if (!person.disabled) return { result: null, events: [], rows: [] };
    refuseIf(forgottenBlocker(person));
    return ableness(person, null);
  },
});

const storeReset = command({
  may: "people.edit",
  input: personInput.extend(withHash),
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, actor, now, input: { personId: id, hash } }) {
    const person = await readPerson(tx, id);
    refuseIf(forgottenBlocker(person));
    // They would sign in at the provider and never see that somebody else has a password to their account.
    const linked = await tx.query(`select 1 from "PersonIdentity" where "personId" = $1`, [id]);
    refuseIf(linked.length > 0 ? reason("reset_of_linked") : null);
    const over = await endingDelegations(tx, { actor, now, fromId: id, teamId: null });
    const { epoch } = person;
    const resetAt = now.toISOString();
    const row = { id, passwordHash: hash, mustChangePassword: true, epoch: epoch + 1, resetAt };
    return {
      result: null,
      events: [change("person.password_reset", id, null, null), ...over.events],
      rows: [{ table: "Person", rows: [row], partial: true }, ...over.rows],
    };
  },
});

/** Gives the person a one-time password, returned here and kept nowhere; ends all their sessions. */
export const resetPassword: Command<{ password: string }> = async (caller, raw) => {
  const input = parseInput(personInput, raw);
  const password = oneTimePassword();
  const done = await storeReset(caller, { ...input, hash: await hashPassword(password) });
  return { ...done, result: { password } };
};

function ableness(person: PersonNow, disabledAt: Date | null) {
  const disabled = disabledAt !== null;
  const kind = disabled ? "person.disabled" : "person.enabled";
  const row = { id: person.id, disabledAt: disabledAt?.toISOString() ?? null };
  return {
    result: null,
    events: [change(kind, person.id, { disabled: !disabled }, { disabled })],
    rows: [
      { table: "Person", rows: [{ ...row, epoch: person.epoch + 1 }], partial: true },
    ] as const,
  };
}

function change(kind: PersonEventKind, person: string, before: unknown, after: unknown): NewEvent {
  return { kind, subject: { person }, before, after };
}
