import { flattenItems, type OutlineItem } from "@/lib/checklist/outline";
import type { Checklist, Contact } from "@/lib/checklist/schema";

export type ItemPlace = { key: string; label: string; stage: string; section: string };

/** One field of an item that differs; null: there was none, or is none any more. */
export type ItemChange = {
  what: "label" | "command" | "probe" | "required" | "moved" | "description";
  before: string | null;
  after: string | null;
};

export type ContactChange = { role: string; before: Contact | null; after: Contact | null };

export type ChecklistDiff = {
  added: ItemPlace[];
  removed: ItemPlace[];
  changed: (ItemPlace & { changes: ItemChange[] })[];
  signOffs: { added: string[]; removed: string[] };
  contacts: ContactChange[];
  /** Nothing that a reader would notice differs. */
  same: boolean;
};

/** What is different from one version of a checklist to the next, items by their keys, contacts by their roles. */
export function diffChecklists(before: Checklist, after: Checklist): ChecklistDiff {
  const old = new Map(flattenItems(before).map((row) => [row.item.key, row]));
  const now = new Map(flattenItems(after).map((row) => [row.item.key, row]));
  const added = [...now.values()].filter((row) => !old.has(row.item.key)).map(placeOf);
  const removed = [...old.values()].filter((row) => !now.has(row.item.key)).map(placeOf);
  const moved = movedKeys(
    [...old.keys()].filter((key) => now.has(key)),
    [...now.keys()].filter((key) => old.has(key)),
  );
  const changed = [...now.values()].flatMap((row) => {
    const was = old.get(row.item.key);
    const changes = was ? changesOf(was, row, moved.has(row.item.key)) : [];
    return changes.length > 0 ? [{ ...placeOf(row), changes }] : [];
  });
  const signOffs = signOffChanges(before, after);
  const contacts = contactChanges(before.contacts, after.contacts);
  const lengths = [added, removed, changed, signOffs.added, signOffs.removed, contacts];
  return {
    added,
    removed,
    changed,
    signOffs,
    contacts,
    same: lengths.every((l) => l.length === 0),
  };
}

function placeOf({ item, section, stage }: OutlineItem): ItemPlace {
  return { key: item.key, label: item.label, stage: stage.title, section: section.title };
}

function changesOf(was: OutlineItem, row: OutlineItem, moved: boolean): ItemChange[] {
  const place = ({ stage, section }: OutlineItem) =>
    [stage.title, section.title].filter((title) => title !== "").join(" › ");
  const all: ItemChange[] = [
    { what: "label", before: was.item.label, after: row.item.label },
    { what: "command", before: commandText(was), after: commandText(row) },
    { what: "probe", before: was.item.probe?.text ?? null, after: row.item.probe?.text ?? null },
    { what: "description", before: was.item.description, after: row.item.description },
    { what: "required", before: String(was.item.required), after: String(row.item.required) },
  ];
  const changes = all.filter((change) => change.before !== change.after);
  const elsewhere = place(was) !== place(row) || was.parentKey !== row.parentKey || moved;
  return elsewhere
    ? [...changes, { what: "moved", before: place(was), after: place(row) }]
    : changes;
}

function commandText({ item }: OutlineItem): string | null {
  const blocks = [item.command, ...item.moreCommands].filter((command) => command !== null);
  return blocks.length > 0 ? blocks.map((command) => command.text).join("\n\n") : null;
}

/** Keys out of their order: those not in the longest run that kept it. */
function movedKeys(before: string[], after: string[]): Set<string> {
  const position = new Map(before.map((key, index) => [key, index]));
  const tails: number[] = [];
  const previous = new Array<number>(after.length).fill(-1);
  const at = after.map((key) => position.get(key) ?? -1);
  for (const [index, place] of at.entries()) {
    let low = 0;
    for (let high = tails.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((at[tails[middle] ?? 0] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  }
  const kept = new Set<string>();
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    kept.add(after[index] ?? "");
  }
  return new Set(after.filter((key) => !kept.has(key)));
}

function signOffChanges(
  before: Checklist,
  after: Checklist,
): { added: string[]; removed: string[] } {
  const old = before.signOffs.map((signOff) => signOff.team);
  const now = after.signOffs.map((signOff) => signOff.team);
  return {
    added: now.filter((team) => !old.includes(team)),
    removed: old.filter((team) => !now.includes(team)),
  };
}

/** Roles may stand twice: the first is compared with the first, the second with the second. */
function contactChanges(before: Contact[], after: Contact[]): ContactChange[] {
  const left = [...before];
  const changes: ContactChange[] = [];
  for (const contact of after) {
    const index = left.findIndex((candidate) => candidate.role === contact.role);
    const [was = null] = index >= 0 ? left.splice(index, 1) : [];
    const same =
      was !== null &&
      was.name === contact.name &&
      was.contact === contact.contact &&
      was.escalation === contact.escalation;
    if (!same) changes.push({ role: contact.role, before: was, after: contact });
  }
  return [
    ...changes,
    ...left.map((contact) => ({ role: contact.role, before: contact, after: null })),
  ];
}
