import type { Draft } from "@/lib/checklist/draft";
import { type Edit, lineEnd, lineStart } from "@/lib/template/text-edits";

/** What a line under this item begins with; null when nothing can stand under it (a table's row, a ☐ line). */
export function indentUnder(source: string, draft: Draft): string | null {
  const { shape, mark } = draft.anchor;
  if (shape === "heading") return "";
  if (shape !== "list") return null;
  const box = mark.glyph ? mark.start : mark.start - 1;
  const before = source.slice(lineStart(source, box), box);
  return before.replace(/[^\s>]/g, " ");
}

/** Each line behind `indent`; empty lines carry only the marks of a quote. */
export function indented(text: string, indent: string): string {
  const bare = indent.trimEnd();
  return text
    .split("\n")
    .map((line) => (line === "" ? bare : indent + line))
    .join("\n");
}

/** A code block that holds this text whatever fences stand in it. */
export function fenced(info: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${info}\n${text.replace(/\n+$/, "")}\n${fence}`;
}

/** Puts a code block right under the item's label; null when nothing can stand under it. */
export function blockUnder(source: string, draft: Draft, block: string): Edit | null {
  const indent = indentUnder(source, draft);
  if (indent === null) return null;
  const at = lineEnd(source, draft.anchor.labelEnd);
  return { start: at, end: at, text: `\n${indented(block, indent)}` };
}
