import type { Definition, Link, LinkReference, List, ListItem, Nodes, Root } from "mdast";
import { toPlain } from "@/lib/checklist/plain";
import type { Reference, Warning } from "@/lib/checklist/schema";
import { endOf, lineOf, sliceOf, startOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";

export type ReferenceEntry = {
  reference: Reference;
  start: number;
  end: number;
  /** The list entry that it stands in, and whether it is the only link there. */
  entryStart: number;
  entryEnd: number;
  alone: boolean;
};
export type ReferenceList = {
  entries: ReferenceEntry[];
  kept: { text: string; line: number }[];
  warnings: Warning[];
};

/** http, https, mailto, tel, or relative; nothing else ever becomes a link. */
export function isSafeUrl(url: string): boolean {
  // Browsers drop white space and control characters inside a scheme, so they are dropped here first.
  const bare = [...url].filter((c) => c > " " && c !== "\u007F").join("");
  const scheme = /^([^/?#:]*):/.exec(bare)?.[1];
  return scheme === undefined || /^(?:https?|mailto|tel)$/i.test(scheme);
}

export function definitionsOf(tree: Root): Map<string, string> {
  const found = new Map<string, string>();
  const collect = (node: Nodes): void => {
    if (node.type === "definition") addDefinition(found, node);
    else if (node.type === "root" || node.type === "blockquote") node.children.forEach(collect);
  };
  collect(tree);
  return found;
}

function addDefinition(found: Map<string, string>, node: Definition): void {
  if (!found.has(node.identifier)) found.set(node.identifier, node.url);
}

/** The links of a list under a heading such as "Reference Documents". */
export function readReferences(
  source: string,
  list: List,
  definitions: Map<string, string>,
): ReferenceList {
  const found: ReferenceList = { entries: [], kept: [], warnings: [] };
  for (const entry of list.children) readEntry(source, entry, definitions, found);
  return found;
}

function readEntry(
  source: string,
  entry: ListItem,
  definitions: Map<string, string>,
  found: ReferenceList,
): void {
  const links = linksIn(entry);
  const line = lineOf(entry);
  const safe = links.flatMap((link) => {
    const url = link.type === "link" ? link.url : (definitions.get(link.identifier) ?? "");
    if (url === "" || !isSafeUrl(url)) return [];
    return [{ label: toPlain(link.children, source) || url, url, line: lineOf(link), link }];
  });
  if (links.length > safe.length) found.warnings.push(warning(line, "unsafe-link"));
  if (safe.length === 0 || links.length > safe.length) {
    found.kept.push({ text: sliceOf(source, entry), line });
    if (links.length === 0) found.warnings.push(warning(line, "not-a-link"));
  }
  for (const { link, ...reference } of safe) {
    found.entries.push({
      reference,
      start: startOf(link),
      end: endOf(link),
      entryStart: startOf(entry),
      entryEnd: endOf(entry),
      alone: links.length === 1,
    });
  }
}

function linksIn(node: Nodes): (Link | LinkReference)[] {
  if (node.type === "link" || node.type === "linkReference") return [node];
  return "children" in node ? node.children.flatMap((child) => linksIn(child)) : [];
}
