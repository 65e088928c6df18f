import type { Paragraph } from "mdast";
import { boxAt } from "@/lib/checklist/boxes";
import { addItem, type Draft, extend, newDraft } from "@/lib/checklist/draft";
import { keepRaw } from "@/lib/checklist/keep";
import { readLineLabel } from "@/lib/checklist/label";
import type { Place, Walk } from "@/lib/checklist/place";
import { endOf, lineOf, startOf } from "@/lib/checklist/tree";

/** A paragraph with lines such as `☐ Back up`: each is an item; lines without a box belong to the one above. */
export function readGlyphParagraph(walk: Walk, node: Paragraph, place: Place): void {
  const { source } = walk.reading;
  let item: Draft | null = null;
  let line = lineOf(node);
  let at = startOf(node);
  while (at < endOf(node)) {
    const newline = source.indexOf("\n", at);
    const end = newline === -1 ? endOf(node) : Math.min(newline, endOf(node));
    const start = at + (/^[ \t>]*/.exec(source.slice(at, end))?.[0].length ?? 0);
    if (boxAt(source, start, "glyph")) item = readLine(walk, { start, end, line }, place);
    else if (item) {
      item.texts.push(source.slice(start, end).trimEnd());
      extend(item, end);
    } else keepRaw(walk, source.slice(start, end).trimEnd(), line, place);
    at = end + 1;
    line += 1;
  }
}

function readLine(
  walk: Walk,
  row: { start: number; end: number; line: number },
  place: Place,
): Draft | null {
  const box = boxAt(walk.reading.source, row.start, "glyph");
  if (box === null) return null;
  const label = readLineLabel(walk.reading, box.after, row.end, row.line);
  const item = newDraft({
    source: "glyph",
    label: label.text,
    explicitKey: label.key,
    line: row.line,
    claimed: box.claimed,
    group: place.group.length > 0 ? place.group.join(" › ") : null,
    anchor: {
      ...label,
      mark: box,
      blockStart: row.start,
      blockEnd: row.end,
      shape: "line",
      textEnd: row.end,
    },
  });
  addItem(walk.reading, place.parent, item);
  return item;
}
