import { type Edit, fence, prefixAt } from "@/lib/checklist/edits";
import { flattenItems } from "@/lib/checklist/outline";
import { itemEdits, type Placed } from "@/lib/checklist/print-items";
import type { ReadResult } from "@/lib/checklist/read";
import type { Checklist, Contact, Reference } from "@/lib/checklist/schema";
import { endOf, startOf } from "@/lib/checklist/tree";
import { own } from "@/lib/core/own";
import { blockUnder, holdsCode, withoutBlock } from "@/lib/template/under-item";

/** What a deployment changed about its checklist. Keys are those of the pinned reading. */
export type KeptChanges = {
  labels: Record<string, string>;
  commands: Record<string, string>;
  /** All probes of the item, as YAML; an item that is not named keeps its own. */
  probes: Record<string, string[]>;
  /** null: as they are. */
  contacts: Omit<Contact, "line">[] | null;
  references: Omit<Reference, "line">[] | null;
  added: KeptItem[];
};
export type KeptItem = {
  key: string;
  sectionKey: string;
  label: string;
  required: boolean;
  command: string | null;
};

/** What the text cannot hold: a code block in a table's row, a second probe of one item; "item": an added one. */
export type NotKept = { key: string; what: "label" | "command" | "probe" | "item" };
export type Kept = { text: string; notKept: NotKept[] };

export const unsettled = { state: "todo", reason: null, by: null, at: null } as const;

/** Pinned items and today's, matched by line, and by order on it: a table's row may hold several. */
export function placedItems(read: ReadResult, checklist: Checklist): Placed[] {
  const pinned = new Map<number, string[]>();
  for (const { item } of flattenItems(checklist)) {
    pinned.set(item.line, [...(pinned.get(item.line) ?? []), item.key]);
  }
  return read.assembled.items.map(({ item, draft }) => ({
    ...{ item, draft },
    key: pinned.get(item.line)?.shift() ?? item.key,
  }));
}

export function wordEdits(
  source: string,
  placed: Placed,
  changes: KeptChanges,
  notKept: NotKept[],
): Edit[] {
  const { key, draft } = placed;
  const label = own(changes.labels, key);
  const command = own(changes.commands, key);
  const { mark, shape } = draft.anchor;
  if (label !== undefined && shape === "table-column") notKept.push({ key, what: "label" });
  if (command !== undefined && !holdsCode(draft)) notKept.push({ key, what: "command" });
  const record = {
    ...unsettled,
    ...(label === undefined || shape === "table-column" ? {} : { label }),
    ...(command === undefined || !holdsCode(draft) ? {} : { command }),
  };
  if (!("label" in record) && !("command" in record)) return [];
  // A box that was ticked in the text stays as it was written.
  const isMark = (edit: Edit) => edit.start === mark.start && edit.end === mark.end;
  return itemEdits(source, placed, record).filter((edit) => !isMark(edit));
}

export function probeEdits(
  source: string,
  { key, draft, item }: Placed,
  changes: KeptChanges,
  notKept: NotKept[],
): Edit[] {
  const wanted = own(changes.probes, key);
  if (wanted === undefined) return [];
  const [first, ...more] = wanted;
  if (more.length > 0) notKept.push({ key, what: "probe" });
  const block = draft.probes[0];
  if (first === undefined) return block ? [withoutBlock(source, startOf(block), block)] : [];
  if (block) {
    if (first.trim() === item.probe?.text.trim()) return [];
    const start = startOf(block);
    const text = fence(first.replace(/\n+$/, ""), "probe", prefixAt(source, start));
    return [{ start, end: endOf(block), text }];
  }
  const edit = blockUnder(source, draft, "probe", first);
  if (!edit) notKept.push({ key, what: "probe" });
  return edit ? [edit] : [];
}
