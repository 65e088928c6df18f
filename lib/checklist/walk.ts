import type { Heading, RootContent } from "mdast";
import { headingBox, isBoldLine, itemFinder } from "@/lib/checklist/boxes";
import { readCode } from "@/lib/checklist/code";
import {
  addItem,
  closeScopes,
  type Draft,
  newDraft,
  openScope,
  type Reading,
} from "@/lib/checklist/draft";
import { readGlyphParagraph } from "@/lib/checklist/glyph-items";
import { readHtml } from "@/lib/checklist/html";
import { keep } from "@/lib/checklist/keep";
import { readLabel } from "@/lib/checklist/label";
import { readList } from "@/lib/checklist/list-items";
import { disguisedDepth, type Place, type Walk } from "@/lib/checklist/place";
import { collapse, toPlain } from "@/lib/checklist/plain";
import { readTable } from "@/lib/checklist/table-items";
import { endOf, lineOf, startOf } from "@/lib/checklist/tree";
import { outcomeOf } from "@/lib/checklist/words";

export function walkDocument(reading: Reading, nodes: RootContent[]): void {
  const walk: Walk = {
    reading,
    holdsItems: itemFinder(reading.source),
    flow: (below, place) => walkFlow(walk, below, place),
  };
  walkFlow(walk, nodes, { parent: null, group: [], flow: true });
}

/** Goes through sibling blocks in document order. */
function walkFlow(walk: Walk, nodes: RootContent[], place: Place): void {
  for (const [index, node] of nodes.entries()) {
    const rest = nodes.slice(index + 1, index + 9);
    const parent = place.flow ? (topHeadingItem(walk) ?? place.parent) : place.parent;
    if (place.flow && isDisguisedHeading(walk, node, rest)) openDisguised(walk, node);
    else if (node.type === "html") readHtml(walk, node, rest, { ...place, parent });
    else walkBlock(walk, node, { ...place, parent });
  }
}

function topHeadingItem(walk: Walk): Draft | null {
  return walk.reading.headingItems.at(-1)?.item ?? null;
}

function walkBlock(walk: Walk, node: RootContent, place: Place): void {
  if (node.type === "thematicBreak" || node.type === "definition") return;
  if (node.type === "code") readCode(walk, node, place);
  else if (node.type === "heading" && place.flow) readHeading(walk, node);
  else if (!walk.holdsItems(node)) keep(walk, node, place);
  else if (node.type === "list") readList(walk, node, place);
  else if (node.type === "table") readTable(walk, node, place);
  else if (node.type === "paragraph") readGlyphParagraph(walk, node, place);
  else if (node.type === "blockquote" || node.type === "footnoteDefinition") {
    // In the flow a checkbox heading is the parent, for as long as it is the last heading.
    walkFlow(walk, node.children, place.flow ? { ...place, parent: null } : place);
  } else keep(walk, node, place);
}

const letteredLine = /^\(?(?:[A-Z]|[IVX]{1,4}|[가나다라마바사아자차카타파하])[.)]\s+\S/;

/** A bold line, an `A.` line or a lone numbered line, when items follow before the next heading. */
function isDisguisedHeading(walk: Walk, node: RootContent, rest: RootContent[]): boolean {
  const { source } = walk.reading;
  if (walk.holdsItems(node)) return false;
  if (node.type === "paragraph") {
    const raw = source.slice(startOf(node), endOf(node));
    if (raw.includes("\n") || raw.length > 120) return false;
    if (!isBoldLine(node, source) && !letteredLine.test(raw)) return false;
    return itemsFollow(walk, rest);
  }
  if (node.type !== "list" || !node.ordered || node.children.length !== 1) return false;
  const next = rest[0];
  return (
    node.children[0]?.children.length === 1 &&
    next !== undefined &&
    next.type === "list" &&
    itemsFollow(walk, [next])
  );
}

function itemsFollow(walk: Walk, rest: RootContent[]): boolean {
  for (const node of rest) {
    if (node.type === "heading" || node.type === "thematicBreak") return false;
    if (walk.holdsItems(node)) return !isChoices(walk, node);
    if (node.type === "paragraph" && isBoldLine(node, walk.reading.source)) return false;
  }
  return false;
}

/** Success, Partial, Failed: the choices of a final sign-off, under the bold line that asks for them. */
function isChoices(walk: Walk, node: RootContent): boolean {
  if (node.type !== "list") return false;
  const outcomes = node.children.map((child) => outcomeOf(toPlain([child], walk.reading.source)));
  return !outcomes.includes(null) && new Set(outcomes).size >= 2;
}

function openDisguised(walk: Walk, node: RootContent): void {
  const title =
    node.type === "list"
      ? collapse(walk.reading.source.slice(startOf(node), endOf(node)))
      : toPlain([node], walk.reading.source);
  openScope(walk.reading, {
    title: title.replace(/\s*[::]$/, ""),
    depth: disguisedDepth(walk.reading),
    line: lineOf(node),
    end: endOf(node),
    disguised: true,
  });
}

function readHeading(walk: Walk, node: Heading): void {
  const { reading } = walk;
  const box = headingBox(reading.source, node);
  if (box === null) {
    const title = toPlain(node.children, reading.source);
    openScope(reading, {
      title,
      depth: node.depth,
      line: lineOf(node),
      end: endOf(node),
      disguised: false,
    });
    return;
  }
  while ((reading.headingItems.at(-1)?.depth ?? 0) >= node.depth) reading.headingItems.pop();
  const parent = topHeadingItem(walk);
  if (parent === null) closeScopes(reading, node.depth);
  const label = readLabel(reading, node.children, lineOf(node), box.after);
  const item = newDraft({
    source: "heading",
    label: label.text,
    explicitKey: label.key,
    line: lineOf(node),
    claimed: box.claimed,
    anchor: {
      ...label,
      mark: box,
      textEnd: endOf(node),
      blockStart: startOf(node),
      blockEnd: endOf(node),
      shape: "heading",
    },
  });
  addItem(reading, parent, item);
  reading.headingItems.push({ item, depth: node.depth });
}
