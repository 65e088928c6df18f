import { randomUUID } from "node:crypto";
import type { RowChange } from "@/lib/command/rows";
import type { DeploymentContact } from "@/lib/deployment/state";
import { hiding, type PersonalValue } from "@/lib/log/personal";

/** What a contact that was erased reads as where no language is known. */
export const erased = "–";

/**
 * Contacts as events hold them: names and how to reach them are commitments (decision 0090). The two of one contact
 * share a `rowId`, so that they can be erased together.
 */
export function hiddenContacts(
  contacts: readonly DeploymentContact[],
  streamId: string,
): { contacts: DeploymentContact[]; values: PersonalValue[] } {
  const { hide, values } = hiding();
  const hidden = contacts.map((one) => {
    const of = { personId: null, streamId, rowId: randomUUID() };
    return { ...one, name: hide(one.name, of), contact: hide(one.contact, of) };
  });
  return { contacts: hidden, values };
}

/** The table's part of a command that hides some. */
export const personalRows = (values: readonly PersonalValue[]): RowChange[] =>
  values.length > 0 ? [{ table: "PersonalValue", rows: values }] : [];
