import type { Checklist } from "@/lib/checklist/schema";
import { contactHiding } from "@/lib/deployment/contacts";
import type { DeploymentContact, DeploymentState } from "@/lib/deployment/state";
import { canonical, sha256 } from "@/lib/log/event";
import type { PersonalValue } from "@/lib/log/personal";

type Pins = Pick<DeploymentState["template"], "textHash" | "documentHash" | "contactLines">;
type Pinned = { template: Pick<Pins, "contactLines">; contacts: readonly DeploymentContact[] };
type Published = { text: string; document: Checklist };

const lineEnd = /(\r\n|\n|\r)/;

/**
 * What a deployment pins of its published checklist: hashes over text and reading in which the contacts are
 * commitments (decision 0095). A checklist without contacts is hashed as it was published.
 */
export function pinTemplate({ text, document }: Published, streamId: string) {
  const lines = text.split(lineEnd);
  const { hide, values } = contactHiding(streamId);
  const rows = document.contacts.map(({ line, ...contact }) => {
    const named = [contact.name, contact.contact, contact.escalation].some((text) => text !== "");
    return { at: line, ...hide(contact, named ? lines[(line - 1) * 2] : "") };
  });
  const contacts = rows.map((row) => row.contact);
  const hidden = rows.flatMap(({ at, line }) => (line === "" ? [] : [{ line: at, text: line }]));
  const contactLines = hidden.length > 0 ? { contactLines: hidden } : {};
  const pinned = pinnedTemplate({ template: contactLines, contacts }, { text, document });
  const pins: Pins = {
    textHash: sha256(pinned.text),
    documentHash: sha256(canonical(pinned.document)),
    ...contactLines,
  };
  const made: { contacts: DeploymentContact[]; values: PersonalValue[] } = { contacts, values };
  return { ...made, pins };
}

/** Text and reading whose hashes a deployment's first event pins. Without lines of contacts: as published. */
export function pinnedTemplate({ template, contacts }: Pinned, published: Published): Published {
  const hidden = template.contactLines ?? [];
  if (hidden.length === 0) return published;
  const { document } = published;
  const lines = published.text.split(lineEnd);
  for (const { line, text } of hidden) lines[(line - 1) * 2] = text;
  const read = document.contacts.map((one, index) => ({ ...one, ...contacts[index] }));
  return { text: lines.join(""), document: { ...document, contacts: read } };
}
