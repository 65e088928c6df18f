import { type Edit, fence, prefixAt } from "@/lib/checklist/edits";
import { allSections, flattenItems } from "@/lib/checklist/outline";
import { additionEdit, type Host } from "@/lib/checklist/print-added";
import { closeOpenFence } from "@/lib/checklist/print-header";
import { itemEdits, type Placed } from "@/lib/checklist/print-items";
import { contactEdits, referenceEdits } from "@/lib/checklist/print-tables";
import { type ReadResult, readWithPlaces } from "@/lib/checklist/read";
import type { Checklist, Contact, Reference } from "@/lib/checklist/schema";
import { endOf, startOf } from "@/lib/checklist/tree";
import { acceptProbes } from "@/lib/template/accept";
import { editText } from "@/lib/template/text-edits";
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

/** What the text cannot hold: a code block in a table's row, a second probe of one item. */
export type NotKept = { key: string; what: "label" | "command" | "probe" };
export type Kept = { text: string; notKept: NotKept[] };

const unsettled = { state: "todo", reason: null, by: null, at: null } as const;

const own = <Value>(record: Record<string, Value>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/**
 * The template's text with a deployment's probes, contacts and corrections written into it; everything else
 * stays as it is, byte for byte. `checklist` is the pinned reading of this text.
 */
export function keepText(text: string, checklist: Checklist, changes: KeptChanges): Kept {
  const read = readWithPlaces(text);
  const notKept: NotKept[] = [];
  const edits: Edit[] = [
    ...placedItems(read, checklist).flatMap((placed) => [
      ...wordEdits(read.source, placed, changes, notKept),
      ...probeEdits(read.source, placed, changes, notKept),
    ]),
    ...additionEdits(read, checklist, changes.added, notKept),
    ...(changes.contacts ? contactEdits(read, changes.contacts) : []),
    ...(changes.references ? referenceEdits(read, changes.references) : []),
  ];
  if (edits.length === 0) return { text, notKept };
  const next = editText(text, read.source, [...closeOpenFence(read, edits), ...edits]);
  return withAddedProbes(next, changes, notKept);
}

/** Pinned items and today's, matched by line, and by order on it: a table's row may hold several. */
function placedItems(read: ReadResult, checklist: Checklist): Placed[] {
  const pinned = new Map<number, string[]>();
  for (const { item } of flattenItems(checklist)) {
    pinned.set(item.line, [...(pinned.get(item.line) ?? []), item.key]);
  }
  return read.assembled.items.map(({ item, draft }) => ({
    ...{ item, draft },
    key: pinned.get(item.line)?.shift() ?? item.key,
  }));
}

function wordEdits(
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

function probeEdits(
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

function additionEdits(
  read: ReadResult,
  checklist: Checklist,
  added: readonly KeptItem[],
  notKept: NotKept[],
): Edit[] {
  const pinned = allSections(checklist).map(({ section }) => section);
  const hosts = new Map<string, Host>();
  for (const [index, { section, part }] of read.assembled.sections.entries()) {
    const same = pinned.find((one) => one.line === section.line && one.key === section.key);
    const host = { last: part.items.at(-1) ?? null, firstSignOff: part.signOffs[0] ?? null };
    hosts.set((same ?? pinned[index] ?? section).key, host);
  }
  const nowhere: Host = { last: null, firstSignOff: null };
  return added.map(({ command, ...item }) => {
    const host = hosts.get(item.sectionKey) ?? [...hosts.values()].at(-1) ?? nowhere;
    const holds = host.last === null || holdsCode(host.last);
    if (command !== null && !holds) notKept.push({ key: item.key, what: "command" });
    const given = command !== null && holds ? { command } : {};
    return additionEdit(read.source, host, { ...unsettled, ...item, ...given });
  });
}

/** Probes of added items: they have a place only now. */
function withAddedProbes(text: string, changes: KeptChanges, notKept: NotKept[]): Kept {
  const offers = changes.added.flatMap(({ key }) => {
    const [spec, ...more] = own(changes.probes, key) ?? [];
    if (more.length > 0) notKept.push({ key, what: "probe" });
    return spec === undefined ? [] : [{ itemKey: key, line: 1, spec }];
  });
  if (offers.length === 0) return { text, notKept };
  const accepted = acceptProbes(text, offers);
  const missed = accepted.missed.map((key): NotKept => ({ key, what: "probe" }));
  return { text: accepted.text, notKept: [...notKept, ...missed] };
}
