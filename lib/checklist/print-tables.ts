import type { ContactTable } from "@/lib/checklist/contacts";
import type { Edit } from "@/lib/checklist/edits";
import { appended, nextLine, withoutLine } from "@/lib/checklist/print-header";
import type { PrintRecord } from "@/lib/checklist/print-record";
import type { ReadResult } from "@/lib/checklist/read";
import type { Contact, Reference } from "@/lib/checklist/schema";
import { encodeLine } from "@/lib/checklist/suffix";

type Person = Omit<Contact, "line">;
type Link = Omit<Reference, "line">;

const blank = "_______";

/** Contacts by their place in the list: changed rows are written again, further ones follow the last. */
export function contactEdits(read: ReadResult, contacts: PrintRecord["contacts"]): Edit[] {
  const { source, parts } = read;
  const rows = parts.contacts.flatMap((table) =>
    table.rows.map((row, index) => ({ table, row, index })),
  );
  const table = parts.contacts.at(-1);
  if (!table) return contacts.length > 0 ? [appended(read, newTable(contacts))] : [];
  const edits = rows.flatMap(({ table: own, row, index }, position): Edit[] => {
    const now = contacts[position];
    const before = own.contacts[index];
    if (!now) return [withoutLine(source, row.start, row.end)];
    if (before && samePerson(before, now)) return [];
    return [{ start: row.start, end: row.end, text: rowText(own, row.cells, before ?? null, now) }];
  });
  const like = table.rows.at(-1)?.start ?? table.start;
  for (const person of contacts.slice(rows.length)) {
    edits.push(nextLine(source, like, table.end, rowText(table, [], null, person)));
  }
  return edits;
}

function samePerson(a: Person, b: Person): boolean {
  return (
    a.role === b.role &&
    a.name === b.name &&
    a.contact === b.contact &&
    a.escalation === b.escalation
  );
}

function rowText(table: ContactTable, old: string[], before: Person | null, now: Person): string {
  const cells = Array.from({ length: table.width }, (_, index) => old[index] ?? "");
  const set = (index: number, was: string | undefined, value: string) => {
    if (index >= 0 && was !== value) cells[index] = encodeLine(value) || blank;
  };
  const { columns } = table;
  set(columns.role, before?.role, now.role);
  set(columns.name, before?.name, now.name);
  set(columns.escalation, before?.escalation, now.escalation);
  if (before?.contact !== now.contact) {
    for (const [order, index] of columns.contact.entries())
      set(index, undefined, order === 0 ? now.contact : "");
  }
  return `| ${cells.join(" | ")} |`;
}

function newTable(contacts: Person[]): string {
  const rows = contacts.map((person) =>
    [person.role, person.name, person.contact, person.escalation].map(
      (v) => encodeLine(v) || blank,
    ),
  );
  const lines = [["Role", "Name", "Contact", "Escalation"], ["---", "---", "---", "---"], ...rows];
  return `## Contacts\n\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`;
}

/** References likewise, as links in their list. */
export function referenceEdits(read: ReadResult, references: PrintRecord["references"]): Edit[] {
  const { source, parts } = read;
  const entries = parts.references.flatMap((list) => list.entries);
  const last = entries.at(-1);
  if (!last) {
    if (references.length === 0) return [];
    const lines = references.map((link) => `- ${linkText(link)}`);
    return [appended(read, `## Reference Documents\n\n${lines.join("\n")}`)];
  }
  const edits = entries.flatMap(
    ({ reference, start, end, entryStart, entryEnd, alone }, index): Edit[] => {
      const now = references[index];
      if (!now) {
        return alone ? [withoutLine(source, entryStart, entryEnd)] : [{ start, end, text: "" }];
      }
      if (now.label === reference.label && now.url === reference.url) return [];
      return [{ start, end, text: linkText(now) }];
    },
  );
  for (const link of references.slice(entries.length)) {
    edits.push(nextLine(source, last.entryStart, last.entryEnd, `- ${linkText(link)}`));
  }
  return edits;
}

function linkText({ label, url }: Link): string {
  const target = url.replace(/[<>\\\s]/g, encodeURIComponent).replace(/&/g, "&amp;");
  return `[${encodeLine(label) || encodeLine(url)}](<${target}>)`;
}
