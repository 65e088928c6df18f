import { applyEdits, type Edit } from "@/lib/checklist/edits";
import { allSections, flattenItems } from "@/lib/checklist/outline";
import { additionEdit, type Host } from "@/lib/checklist/print-added";
import { closeOpenFence, fieldEdits, finalEdits } from "@/lib/checklist/print-header";
import { itemEdits, type Placed, signOffEdits } from "@/lib/checklist/print-items";
import type { PrintRecord } from "@/lib/checklist/print-record";
import { contactEdits, referenceEdits } from "@/lib/checklist/print-tables";
import { type ReadResult, readWithPlaces } from "@/lib/checklist/read";
import type { Checklist } from "@/lib/checklist/schema";

export type { PrintRecord } from "@/lib/checklist/print-record";

/**
 * The document again, ticked, with who and when (docs/checklist.md). `checklist` is the pinned reading, perhaps of an
 * older parser: its keys hold, and are written out where today's reader would make another.
 */
export function printChecklist(text: string, checklist: Checklist, record: PrintRecord): string {
  const read = readWithPlaces(text);
  const edits: Edit[] = [
    ...fieldEdits(read, record.fields),
    ...itemsEdits(read, checklist, record),
    ...additionEdits(read, checklist, record),
    ...signOffsEdits(read, checklist, record),
    ...contactEdits(read, record.contacts),
    ...referenceEdits(read, record.references),
    ...finalEdits(read, record.final),
  ];
  const printed = applyEdits(read.source, [...closeOpenFence(read, edits), ...edits]);
  return /\r\n/.test(text) ? printed.replace(/\n/g, "\r\n") : printed;
}

function itemsEdits(read: ReadResult, checklist: Checklist, record: PrintRecord): Edit[] {
  return placedItems(read, checklist).flatMap((placed) => {
    const printed = record.items[placed.key];
    const given = Object.hasOwn(record.items, placed.key) ? printed : undefined;
    return itemEdits(
      read.source,
      placed,
      given ?? { state: "todo", reason: null, by: null, at: null },
    );
  });
}

/** Pinned items and today's, matched by line (and order on it: a table row may hold several). */
function placedItems(read: ReadResult, checklist: Checklist): Placed[] {
  const pinned = new Map<number, string[]>();
  for (const { item } of flattenItems(checklist)) {
    pinned.set(item.line, [...(pinned.get(item.line) ?? []), item.key]);
  }
  return read.assembled.items.map(({ item, draft }) => ({
    key: pinned.get(item.line)?.shift() ?? item.key,
    item,
    draft,
  }));
}

function signOffsEdits(read: ReadResult, checklist: Checklist, record: PrintRecord): Edit[] {
  const keys = new Map(checklist.signOffs.map((signOff) => [signOff.line, signOff.key]));
  return read.assembled.signOffDrafts.flatMap(({ signOff, draft }) => {
    const key = keys.get(signOff.line) ?? signOff.key;
    const signed = Object.hasOwn(record.signOffs, key) ? (record.signOffs[key] ?? null) : null;
    return signOffEdits(read.source, key, draft, signOff.key, signed);
  });
}

function additionEdits(read: ReadResult, checklist: Checklist, record: PrintRecord): Edit[] {
  const pinned = allSections(checklist).map(({ section }) => section);
  const hosts = new Map<string, Host>();
  for (const [index, { section, part }] of read.assembled.sections.entries()) {
    const same = pinned.find((p) => p.line === section.line && p.key === section.key);
    const key = (same ?? pinned[index] ?? section).key;
    hosts.set(key, { last: part.items.at(-1) ?? null, firstSignOff: part.signOffs[0] ?? null });
  }
  const fallback: Host = [...hosts.values()].at(-1) ?? { last: null, firstSignOff: null };
  return record.added.map((added) =>
    additionEdit(read.source, hosts.get(added.sectionKey) ?? fallback, added),
  );
}
