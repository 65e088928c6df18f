import type { Draft } from "@/lib/checklist/draft";
import { type Edit, fence, lineStart, prefixAt } from "@/lib/checklist/edits";
import { boxStart } from "@/lib/checklist/print-items";
import { endOf } from "@/lib/checklist/tree";

/** Whether a code block can stand under this item: not under a table's row or a line with a box glyph. */
export function holdsCode(draft: Draft): boolean {
  return draft.anchor.shape === "list" || draft.anchor.shape === "heading";
}

/** Puts a code block right under the item's text; null when none can stand there. */
export function blockUnder(source: string, draft: Draft, info: string, text: string): Edit | null {
  if (!holdsCode(draft)) return null;
  const { shape, blockStart, textEnd } = draft.anchor;
  const prefix = prefixAt(source, shape === "heading" ? blockStart : boxStart(draft));
  const block = fence(text.replace(/\n+$/, ""), info, prefix);
  return { start: textEnd, end: textEnd, text: `\n${prefix}${block}` };
}

/** Takes the lines of a block away. */
export function withoutBlock(
  source: string,
  start: number,
  node: Parameters<typeof endOf>[0],
): Edit {
  const behind = source.indexOf("\n", endOf(node));
  const end = behind === -1 ? source.length : behind + 1;
  return { start: lineStart(source, start), end, text: "" };
}
