import type { Node, Nodes, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import { stripSuffixes } from "@/lib/checklist/suffix";

const processor = unified().use(remarkParse).use(remarkGfm).use(withoutSecondLook).freeze();

/**
 * remark-gfm looks at the finished tree once more for bare links that its tokenizer left as text. Nothing here asks
 * for those, and it is a fifth of the time; list items are not touched by it.
 */
function withoutSecondLook(this: Processor): void {
  for (const extension of (this.data().fromMarkdownExtensions ?? []).flat()) {
    delete extension.transforms;
  }
}

/** Line ends as LF, no BOM, no export suffixes: what is parsed. Lines keep their numbers. */
export function normalise(text: string): string {
  const bare = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return stripSuffixes(bare.includes("\r") ? bare.replace(/\r\n?/g, "\n") : bare);
}

/** One piece of Markdown on its own. `parseTree` in parse.ts is quicker for whole documents. */
export function parsePiece(source: string): Root {
  return processor.parse(source);
}

export function startOf(node: Node): number {
  return node.position?.start.offset ?? 0;
}

export function endOf(node: Node): number {
  return node.position?.end.offset ?? 0;
}

export function lineOf(node: Node): number {
  return node.position?.start.line ?? 1;
}

/** What remark-gfm calls a task-list item, counted over the whole tree. */
export function countTaskItems(tree: Root): number {
  let count = 0;
  const open: Nodes[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "listItem" && typeof node.checked === "boolean") count += 1;
    if ("children" in node) open.push(...node.children);
  }
  return count;
}

/** A node as Markdown, without the indentation and quote marks of what it stands in. */
export function sliceOf(source: string, node: Node): string {
  return sliceRange(source, startOf(node), endOf(node), (node.position?.start.column ?? 1) - 1);
}

export function sliceRange(source: string, start: number, end: number, column: number): string {
  const raw = source.slice(start, end);
  if (column === 0 || !raw.includes("\n")) return raw;
  const prefix = new RegExp(`^[ \\t>]{0,${column}}`);
  const [first = "", ...rest] = raw.split("\n");
  return [first, ...rest.map((line) => line.replace(prefix, ""))].join("\n");
}
