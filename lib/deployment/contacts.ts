import { randomUUID } from "node:crypto";
import type { RowChange } from "@/lib/command/rows";
import type { DeploymentContact } from "@/lib/deployment/state";
import { hiding, type PersonalValue } from "@/lib/log/personal";

/** What a contact that was erased reads as where no language is known. */
export const erased = "–";

/**
 * Hides contacts one by one: names and how to reach them become commitments (decision 0090). All that is hidden of one
 * contact shares a `rowId`, so that it can be erased together.
 */
export function contactHiding(streamId: string) {
  const { hide, values } = hiding();
  return {
    values,
    /** `line`: the line of the checklist that it was read from, "" for none. */
    hide(contact: DeploymentContact, line = "") {
      const of = { personId: null, streamId, rowId: randomUUID() };
      const hidden = {
        ...contact,
        name: hide(contact.name, of),
        contact: hide(contact.contact, of),
        escalation: hide(contact.escalation, of),
      };
      return { contact: hidden, line: hide(line, of) };
    },
  };
}

/** Contacts as events hold them. */
export function hiddenContacts(
  contacts: readonly DeploymentContact[],
  streamId: string,
): { contacts: DeploymentContact[]; values: PersonalValue[] } {
  const { hide, values } = contactHiding(streamId);
  return { contacts: contacts.map((one) => hide(one).contact), values };
}

/** The table's part of a command that hides some. */
export const personalRows = (values: readonly PersonalValue[]): RowChange[] =>
  values.length > 0 ? [{ table: "PersonalValue", rows: values }] : [];
