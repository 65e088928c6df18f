import type { List, Nodes, Root, RootContent } from "mdast";
import { isClosed } from "@/lib/checklist/code";
import { isFenced } from "@/lib/checklist/keep";
import { parsePiece, startOf } from "@/lib/checklist/tree";

/** Definitions reach over the whole document: with one, it is parsed in one piece. */
const definition = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\[[^\]]+\]:/m;
/** HTML that goes on over blank lines. */
const longHtml = /^<(?:script|pre|style|textarea|!|\?)/i;
const quickSize = 16 * 1024;

/**
 * The same tree as remark-parse and remark-gfm give for the whole, in a third of the time for large documents:
 * their work per line grows with the piece. A piece ends before a heading behind a blank line, where nothing but an
 * open fence or long HTML can go on, or before a task bullet at the margin, where nothing but its list can.
 */
export function parseTree(source: string, size: number = quickSize): Root {
  if (source.length <= size || definition.test(source)) return parsePiece(source);
  const children: RootContent[] = [];
  let start = 0;
  let line = 1;
  while (start < source.length) {
    let end = nextCut(source, start + size);
    let piece = parsePiece(source.slice(start, end));
    for (let wanted = size; end < source.length && goesOn(source, start, end, piece); ) {
      wanted *= 2;
      end = nextCut(source, Math.max(start + wanted, end + 1));
      piece = parsePiece(source.slice(start, end));
    }
    if (start > 0) for (const node of piece.children) shift(node, line - 1, start);
    append(source, children, piece.children);
    line += countNewlines(source, start, end);
    start = end;
  }
  return { type: "root", children };
}

/** Offset of the next heading behind a blank line, or of the next task bullet at the margin, or the end. */
function nextCut(source: string, from: number): number {
  const pattern = /\n(?:[ \t]*\n(?=#{1,6}[ \t])|(?=[-*+] \[[ xX]\] \S))/g;
  pattern.lastIndex = from;
  const match = pattern.exec(source);
  return match ? match.index + match[0].length : source.length;
}

/** Whether what ends this piece goes on behind the cut. */
function goesOn(source: string, start: number, end: number, piece: Root): boolean {
  const last = piece.children.at(-1);
  if (source[end] !== "#") return last?.type !== "list";
  if (last?.type === "html") return longHtml.test(last.value);
  const own = source.slice(start, end);
  return last?.type === "code" && isFenced(own, last) && !isClosed(own, last);
}

/** Puts a list that was cut together again: bullets of one kind that follow each other are one list. */
function append(source: string, all: RootContent[], more: RootContent[]): void {
  const last = all.at(-1);
  const [first, ...rest] = more;
  if (
    last?.type === "list" &&
    first?.type === "list" &&
    source[startOf(first)] === markerOf(source, last)
  ) {
    last.children.push(...first.children);
    if (last.position && first.position) last.position.end = first.position.end;
    all.push(...rest);
  } else all.push(...more);
}

function markerOf(source: string, list: List): string | undefined {
  const entry = list.children.at(-1);
  return entry ? source[startOf(entry)] : undefined;
}

function shift(node: Nodes, lines: number, offset: number): void {
  for (const point of [node.position?.start, node.position?.end]) {
    if (point === undefined) continue;
    point.line += lines;
    point.offset = (point.offset ?? 0) + offset;
  }
  if ("children" in node) for (const child of node.children) shift(child, lines, offset);
}

function countNewlines(source: string, start: number, end: number): number {
  let count = 0;
  for (
    let at = source.indexOf("\n", start);
    at !== -1 && at < end;
    at = source.indexOf("\n", at + 1)
  ) {
    count += 1;
  }
  return count;
}
