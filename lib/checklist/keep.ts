import type { Code, Nodes } from "mdast";
import { currentScope, extend } from "@/lib/checklist/draft";
import type { Place, Walk } from "@/lib/checklist/place";
import { endOf, lineOf, sliceOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";

const boxLike = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]*)?\[[ xX✓✔√vV~*.-]?\]/u;
/** Only what would be an item if it stood elsewhere. */
export const itemLine = /^[\s>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]+\S/;

/** Keeps a block as text in its place, and says where it looks like items. */
export function keep(walk: Walk, node: Nodes, place: Place): void {
  const text = sliceOf(walk.reading.source, node);
  const pattern = node.type === "code" ? itemLine : boxLike;
  const code = node.type === "code" ? "item-in-code" : "looks-like-item";
  if (node.type !== "table") warnLines(walk, text, lineOf(node), pattern, code);
  if (place.parent) {
    extend(place.parent, endOf(node));
    place.parent.texts.push(text);
  } else currentScope(walk.reading).blocks.push({ kind: "text", node });
}

export function warnLines(
  walk: Walk,
  text: string,
  line: number,
  pattern: RegExp,
  code: "item-in-code" | "looks-like-item" | "item-in-html",
): void {
  if (!text.includes("[")) return;
  for (const [index, row] of text.split("\n").entries()) {
    if (pattern.test(row)) walk.reading.warnings.push(warning(line + index, code));
  }
}

/** A block that only its text is known of, such as the summary of a `<details>`. */
export function keepRaw(walk: Walk, text: string, line: number, place: Place): void {
  if (place.parent) place.parent.texts.push(text);
  else currentScope(walk.reading).blocks.push({ kind: "raw", text, line });
}

/** True for ``` and ~~~ blocks; false for indented code. */
export function isFenced(source: string, node: Code): boolean {
  const at = node.position?.start.offset ?? 0;
  return source[at] === "`" || source[at] === "~";
}
