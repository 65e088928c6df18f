import type { Nodes, PhrasingContent } from "mdast";
import { endOf, parsePiece, startOf } from "@/lib/checklist/tree";

/** Tags that only format; any other `<word>` is more likely a blank such as `<host>` and stays. */
const formatting =
  /^<\/?(?:a|abbr|b|big|center|cite|code|del|div|em|font|i|ins|kbd|mark|p|q|s|samp|small|span|strong|sub|summary|sup|tt|u|var)(?:\s[^>]*)?>$/i;

/** Inline Markdown as plain text, white space as single blanks. */
export function toPlain(nodes: readonly Nodes[], source: string): string {
  return collapse(nodes.map((node) => plainOf(node, source)).join(""));
}

export function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function plainOf(node: Nodes, source: string): string {
  switch (node.type) {
    case "text":
    case "inlineCode":
    case "code":
      return node.value;
    case "break":
      return " ";
    case "image":
    case "imageReference":
      return node.alt ?? "";
    case "html":
      if (node.value.startsWith("<!--")) return "";
      if (/^<br\b/i.test(node.value)) return " ";
      return formatting.test(node.value) ? "" : node.value;
    default:
      if ("children" in node) return node.children.map((child) => plainOf(child, source)).join("");
      return source.slice(startOf(node), endOf(node));
  }
}

/** A piece of one line of Markdown as plain text. */
export function plainLine(markdown: string): string {
  const line = collapse(markdown);
  if (!/[\\`*_[\]<>!&~]/.test(line)) return line;
  // Behind a word, so that "1. x" or "# x" stays inline.
  const paragraph = parsePiece(`x ${line}`).children[0];
  if (paragraph === undefined || !("children" in paragraph)) return line;
  return toPlain(paragraph.children, line).slice(1).trim();
}

/** The inline nodes of a paragraph up to its first hard line break, and where that break stands. */
export function firstLine(nodes: PhrasingContent[]): {
  nodes: PhrasingContent[];
  breakAt: { start: number; end: number } | null;
} {
  const at = nodes.findIndex((node) => node.type === "break");
  const stop = nodes[at];
  if (stop === undefined || toPlain(nodes.slice(0, at), "") === "") return { nodes, breakAt: null };
  return { nodes: nodes.slice(0, at), breakAt: { start: startOf(stop), end: endOf(stop) } };
}
