import type { List, ListItem } from "mdast";
import { type Box, boxAt } from "@/lib/checklist/boxes";
import { addItem, type Draft, newDraft } from "@/lib/checklist/draft";
import { keep } from "@/lib/checklist/keep";
import { readLabel } from "@/lib/checklist/label";
import type { Place, Walk } from "@/lib/checklist/place";
import { firstLine, toPlain } from "@/lib/checklist/plain";
import { endOf, lineOf, sliceRange, startOf } from "@/lib/checklist/tree";

/** A list that holds items: task items, glyph items, and plain bullets with items beneath. */
export function readList(walk: Walk, list: List, place: Place): void {
  for (const entry of list.children) {
    const box = boxOf(walk.reading.source, entry);
    if (box) readEntry(walk, entry, box, list.ordered === true, place);
    else if (walk.holdsItems(entry)) readPlainEntry(walk, entry, place);
    else keep(walk, entry, place);
  }
}

/** The box of a list entry: that of a GFM task item, or a glyph before its text. */
function boxOf(source: string, entry: ListItem): Box | null {
  const first = entry.children[0];
  if (first?.type !== "paragraph") return null;
  if (typeof entry.checked === "boolean") {
    const open = source.indexOf("[", startOf(entry));
    const close = source.indexOf("]", open);
    const blank = /^\s*/.exec(source.slice(close + 1))?.[0].length ?? 0;
    return {
      glyph: false,
      claimed: entry.checked,
      start: open + 1,
      end: close,
      after: close + 1 + blank,
    };
  }
  return boxAt(source, startOf(first), "glyph");
}

function readEntry(walk: Walk, entry: ListItem, box: Box, ordered: boolean, place: Place): void {
  const { reading } = walk;
  const [first, ...rest] = entry.children;
  if (first?.type !== "paragraph") return;
  const line = firstLine(first.children);
  const label = readLabel(reading, line.nodes, lineOf(entry), box.after, !box.glyph);
  const item: Draft = newDraft({
    source: box.glyph ? "glyph" : "task",
    label: label.text,
    explicitKey: label.key,
    line: lineOf(entry),
    ordered,
    claimed: box.claimed,
    group: place.group.length > 0 ? place.group.join(" › ") : null,
    anchor: {
      ...label,
      labelEnd: line.breakAt ? label.labelEnd : Math.max(label.labelEnd, box.after),
      mark: box,
      textEnd: endOf(first),
      blockStart: startOf(entry),
      blockEnd: endOf(entry),
      shape: "list",
    },
  });
  if (line.breakAt) {
    const column = (first.position?.start.column ?? 1) - 1;
    const text = sliceRange(reading.source, line.breakAt.end, endOf(first), column).trim();
    if (text !== "") item.texts.push(text);
  }
  addItem(reading, place.parent, item);
  walk.flow(rest, { parent: item, group: [], flow: false });
}

/** A plain bullet groups the items beneath it; its text stays with them. */
function readPlainEntry(walk: Walk, entry: ListItem, place: Place): void {
  const [first, ...rest] = entry.children;
  if (first === undefined) return;
  const titled = first.type === "paragraph" && !walk.holdsItems(first);
  const title = titled ? toPlain([first], walk.reading.source) : "";
  const group = title === "" ? place.group : [...place.group, title];
  walk.flow(titled ? rest : entry.children, { ...place, group, flow: false });
}
