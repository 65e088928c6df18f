import type { Code } from "mdast";
import { currentScope, extend } from "@/lib/checklist/draft";
import { isFenced, keep } from "@/lib/checklist/keep";
import type { Place, Walk } from "@/lib/checklist/place";
import { endOf, lineOf, sliceOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";

export function readCode(walk: Walk, node: Code, place: Place): void {
  const { reading } = walk;
  if (!isFenced(reading.source, node)) {
    keep(walk, node, place);
    return;
  }
  if (!isClosed(reading.source, node)) {
    reading.warnings.push(warning(lineOf(node), "fence-not-closed"));
  }
  const isProbe = node.lang === "probe";
  if (place.parent) {
    extend(place.parent, endOf(node));
    (isProbe ? place.parent.probes : place.parent.commands).push(node);
  } else if (isProbe) {
    reading.warnings.push(warning(lineOf(node), "probe-without-item"));
    currentScope(reading).blocks.push({ kind: "text", node });
  } else {
    currentScope(reading).blocks.push({ kind: "code", node });
  }
}

/** Whether a fence ends with a fence of its own, not with the document or what it stands in. */
export function isClosed(source: string, node: Code): boolean {
  const lines = sliceOf(source, node).split("\n");
  const opening = /^(?:`+|~+)/.exec(lines[0] ?? "")?.[0] ?? "";
  const closing = /^ {0,3}(`+|~+)[ \t]*$/.exec(lines.at(-1) ?? "")?.[1] ?? "";
  return lines.length > 1 && closing.length >= opening.length && closing[0] === opening[0];
}
