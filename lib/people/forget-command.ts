import { command } from "@/lib/command/command";
import type { RowChange } from "@/lib/command/rows";
import type { Tx } from "@/lib/core/db";
import { refuseIf } from "@/lib/core/errors";
import type { NewEvent } from "@/lib/log/event";
import { endingDelegations } from "@/lib/people/ending-delegations";
import { otherAdmins, readPerson } from "@/lib/people/read-person";
import { forgetBlocker, forgottenEmail, forgottenName, isForgotten } from "@/lib/people/rules";
import { personInput } from "@/lib/people/schema";

/**
 * Erases who a person is: the values of all commitments to their names and addresses, account, password, identities.
 * Ids stay, with every log and signature (decision 0090). Disables them in the same commit. Cannot be undone.
 */
export const forgetPerson = command({
  may: "people.edit",
  input: personInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, actor, input, now }) {
    const person = await readPerson(tx, input.personId);
    const { id } = person;
    if (isForgotten(person)) return { result: null, events: [], rows: [] };
    const others = await otherAdmins(tx, id);
    refuseIf(forgetBlocker(person, actor.kind === "person" ? actor.id : null, others));
    const erased = await erasedRows(tx, id);
    await forgetTraces(tx, person);
    const over = await endingDelegations(tx, { actor, now, fromId: id, teamId: null });
    const row = {
      ...{ id, email: forgottenEmail(id), name: forgottenName(id), passwordHash: null },
      ...{ mustChangePassword: false, epoch: person.epoch + 1 },
      ...(person.disabled ? {} : { disabledAt: now.toISOString() }),
    };
    return {
      result: null,
      events: [
        ...(person.disabled
          ? []
          : [change("person.disabled", id, { disabled: false }, { disabled: true })]),
        change("person.forgotten", id, null, null),
        ...over.events,
      ],
      rows: [{ table: "Person", rows: [row], partial: true }, ...erased, ...over.rows],
    };
  },
});

/** What commands know by its key: values with their salts, and who the person is at identity providers. */
async function erasedRows(tx: Tx, personId: string): Promise<RowChange[]> {
  // And contacts by one of these names or addresses, whole.
  const values = await tx.query<{ commitment: string }>(
    `select v.commitment from "PersonalValue" v where v."personId" = $1 or v."rowId" in (
       select c."rowId" from "PersonalValue" c where c."rowId" is not null and lower(c.value) in (
         select lower(o.value) from "PersonalValue" o where o."personId" = $1
         union select lower(p.name) from "Person" p where p.id = $1
         union select lower(p.email) from "Person" p where p.id = $1))`,
    [personId],
  );
  const identities = await tx.query<{ id: string }>(
    `select id from "PersonIdentity" where "personId" = $1`,
    [personId],
  );
  return [
    { table: "PersonalValue", remove: values },
    { table: "PersonIdentity", remove: identities },
  ];
}

/**
 * What is kept for minutes or hours and may hold the name: tries to sign in, signatures on their way to a provider,
 * and made records, whoever asked for them; they can be asked for again.
 */
async function forgetTraces(tx: Tx, { id, email }: { id: string; email: string }): Promise<void> {
  await tx.query(
    `delete from "SignInAttempt" where account = $2 or account in (select value from "PersonalValue" where "personId" = $1)`,
    [id, email],
  );
  // Whatever they hold, in whatever form: they can be begun and asked for again.
  await tx.query(`delete from "ProviderSigning"`);
  await tx.query(`delete from "RecordFile"`);
}

function change(
  kind: "person.disabled" | "person.forgotten",
  person: string,
  before: unknown,
  after: unknown,
): NewEvent {
  return { kind, subject: { person }, before, after };
}
