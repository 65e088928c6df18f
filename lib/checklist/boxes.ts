import type { Heading, Nodes, Paragraph, TableCell } from "mdast";
import { toPlain } from "@/lib/checklist/plain";
import { endOf, startOf } from "@/lib/checklist/tree";

/** Glyphs that stand for a box before a line, with or without a variation selector. */
const glyphAtStart = /^([☐⬜☑☒])\uFE0F?[ \t]*/u;
const bracketAtStart = /^\[([ xX])\](?:[ \t]+|$)/;

export type Box = {
  glyph: boolean;
  claimed: boolean;
  /** Offset of the mark, and how long it is. */
  start: number;
  end: number;
  /** Offset of what follows. */
  after: number;
};

/** The box that stands at `offset` of the source, if one does. */
export function boxAt(source: string, offset: number, kinds: "glyph" | "any"): Box | null {
  const rest = source.slice(offset, offset + 12);
  const glyph = glyphAtStart.exec(rest);
  if (glyph) {
    const [whole, mark = ""] = glyph;
    const end = offset + mark.length;
    return {
      glyph: true,
      claimed: /[☑☒]/.test(mark),
      start: offset,
      end,
      after: offset + whole.length,
    };
  }
  const bracket = kinds === "any" ? bracketAtStart.exec(rest) : null;
  if (!bracket) return null;
  const claimed = bracket[1] !== " ";
  return {
    glyph: false,
    claimed,
    start: offset + 1,
    end: offset + 2,
    after: offset + bracket[0].length,
  };
}

export function headingBox(source: string, heading: Heading): Box | null {
  const first = heading.children[0];
  return first?.type === "text" ? boxAt(source, startOf(first), "any") : null;
}

/** A cell with a box in it, alone or before its text. */
export function cellBox(source: string, cell: TableCell): Box | null {
  const first = cell.children[0];
  return first?.type === "text" ? boxAt(source, startOf(first), "any") : null;
}

/** Offsets of the lines of a paragraph that begin with a box glyph. */
function glyphLines(source: string, paragraph: Paragraph): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  let at = startOf(paragraph);
  const stop = endOf(paragraph);
  while (at < stop) {
    const newline = source.indexOf("\n", at);
    const end = newline === -1 || newline > stop ? stop : newline;
    const start = at + (/^[ \t>]*/.exec(source.slice(at, end))?.[0].length ?? 0);
    if (boxAt(source, start, "glyph")) lines.push({ start, end });
    at = end + 1;
  }
  return lines;
}

/** Whether the flow under a node holds any item, of whatever source. */
export function itemFinder(source: string): (node: Nodes) => boolean {
  const known = new WeakMap<Nodes, boolean>();
  const holds = (node: Nodes): boolean => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const answer = look(node);
    known.set(node, answer);
    return answer;
  };
  const look = (node: Nodes): boolean => {
    switch (node.type) {
      case "listItem":
        return typeof node.checked === "boolean" || node.children.some(holds);
      case "paragraph":
        return (
          /[☐⬜☑☒]/.test(source.slice(startOf(node), endOf(node))) &&
          glyphLines(source, node).length > 0
        );
      case "heading":
        return headingBox(source, node) !== null;
      case "table":
        return node.children
          .slice(1)
          .some((row) => row.children.some((cell) => cellBox(source, cell) !== null));
      case "root":
      case "list":
      case "blockquote":
      case "footnoteDefinition":
        return node.children.some(holds);
      default:
        return false;
    }
  };
  return holds;
}

/** True for a paragraph that is one bold run, perhaps with a colon: a heading in disguise. */
export function isBoldLine(paragraph: Paragraph, source: string): boolean {
  const words = paragraph.children.filter((c) => !(c.type === "text" && /^[\s::]*$/.test(c.value)));
  const [only] = words;
  return words.length === 1 && only?.type === "strong" && toPlain([only], source) !== "";
}
