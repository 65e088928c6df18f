import type { Root } from "mdast";
import { type Assembled, assemble } from "@/lib/checklist/assemble";
import { classify, type Parts } from "@/lib/checklist/classify";
import type { Reading } from "@/lib/checklist/draft";
import { ChecklistError, maxDepth, maxItems } from "@/lib/checklist/errors";
import { type FrontMatter, readFrontMatter } from "@/lib/checklist/front-matter";
import { garbledLines } from "@/lib/checklist/garbled";
import { headerFields } from "@/lib/checklist/header";
import { parseTree } from "@/lib/checklist/parse";
import { readPolicy } from "@/lib/checklist/policy";
import { definitionsOf } from "@/lib/checklist/references";
import type { Checklist, ChecklistCounts, Repair } from "@/lib/checklist/schema";
import { countTaskItems, endOf, normalise } from "@/lib/checklist/tree";
import { walkDocument } from "@/lib/checklist/walk";
import { warning } from "@/lib/checklist/warn";

export const parserVersion = 1;

/** A checklist with where everything stands in `source` (the text with LF line ends and no export suffixes). */
export type ReadResult = {
  checklist: Checklist;
  source: string;
  tree: Root;
  parts: Parts;
  assembled: Assembled;
  frontMatter: FrontMatter;
};

/** Reads a Markdown checklist. Pure; throws `ChecklistError` only when it has more than 5,000 items. */
export function readChecklist(text: string, repaired: Repair | null = null): Checklist {
  return readWithPlaces(text, repaired).checklist;
}

export function readWithPlaces(text: string, repaired: Repair | null = null): ReadResult {
  const source = normalise(text);
  refuseTooDeep(source);
  const tree = parseTree(source);
  const taskItems = countTaskItems(tree);
  refuseTooMany(taskItems);
  const frontMatter = readFrontMatter(source);
  const reading: Reading = {
    source,
    scopes: [],
    open: [],
    headingItems: [],
    folded: [],
    warnings: [...frontMatter.warnings],
  };
  const body = tree.children.filter(
    (node) =>
      endOf(node) > frontMatter.end || countTaskItems({ type: "root", children: [node] }) > 0,
  );
  walkDocument(reading, body);
  const parts = classify(reading, definitionsOf(tree));
  const assembled = assemble(reading, parts);
  refuseTooMany(assembled.items.length);
  for (const line of garbledLines(source)) reading.warnings.push(warning(line, "text-garbled"));
  if (assembled.items.length === 0) reading.warnings.push(warning(1, "no-items"));
  const { policy, warnings } = readPolicy(frontMatter.policy, assembled);
  reading.warnings.push(...warnings);
  const checklist: Checklist = {
    parserVersion,
    title: titleOf(reading, frontMatter),
    repaired,
    fields: headerFields(frontMatter, parts.fields),
    counts: { ...noCounts, taskItems },
    stages: assembled.stages,
    signOffs: assembled.signOffs,
    finalSignOff: parts.final?.signOff ?? null,
    contacts: parts.contacts.flatMap((table) => table.contacts),
    references: parts.references.flatMap((list) => list.entries.map((entry) => entry.reference)),
    texts: assembled.texts,
    warnings: reading.warnings.sort((a, b) => a.line - b.line),
    ...(policy ? { policy } : {}),
  };
  checklist.counts = countsOf(checklist, assembled, parts, taskItems);
  return { checklist, source, tree, parts, assembled, frontMatter };
}

const prefix = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/;
const indentedEntry = /^[ \t]*(?=(?:[-*+]|\d{1,9}[.)])[ \t])/;

/** Parsing takes the cube of the depth: a few lines could otherwise hold a server for minutes. */
function refuseTooDeep(source: string): void {
  for (const [index, line] of source.split("\n").entries()) {
    const markers = prefix.exec(line)?.[0].replace(/\d+/g, "").replace(/[ \t]/g, "").length ?? 0;
    const indentation = indentedEntry.exec(line)?.[0].length ?? 0;
    if (markers > maxDepth || indentation > maxDepth * 4) {
      throw new ChecklistError("checklist_too_deep", { line: index + 1, limit: maxDepth });
    }
  }
}

function refuseTooMany(items: number): void {
  if (items > maxItems) {
    throw new ChecklistError("checklist_too_many_items", { items, limit: maxItems });
  }
}

function titleOf(reading: Reading, frontMatter: FrontMatter): string {
  const top = reading.scopes.find((scope) => scope.depth === 1 && !scope.disguised);
  const first = reading.scopes.find((scope) => scope.depth > 0);
  return top?.title || frontMatter.title || first?.title || "";
}

const noCounts: ChecklistCounts = {
  stages: 0,
  sections: 0,
  items: 0,
  taskItems: 0,
  taskChoices: 0,
  required: 0,
  claimed: 0,
  commands: 0,
  probes: 0,
  teamSignOffs: 0,
  contacts: 0,
  references: 0,
  finalSignOff: 0,
};

function countsOf(
  checklist: Checklist,
  assembled: Assembled,
  parts: Parts,
  taskItems: number,
): ChecklistCounts {
  const items = assembled.items.map(({ item }) => item);
  const choices = parts.final?.drafts ?? [];
  return {
    stages: checklist.stages.length,
    sections: assembled.sections.filter(({ section }) => section.items.length > 0).length,
    items: items.length,
    taskItems,
    taskChoices: choices.filter((draft) => draft.source === "task").length,
    required: items.filter((item) => item.required).length,
    claimed: items.filter((item) => item.claimed).length,
    commands: items.reduce(
      (sum, item) => sum + (item.command ? 1 : 0) + item.moreCommands.length,
      0,
    ),
    probes: items.filter((item) => item.probe !== null).length,
    teamSignOffs: checklist.signOffs.length,
    contacts: checklist.contacts.length,
    references: checklist.references.length,
    finalSignOff: checklist.finalSignOff ? 1 : 0,
  };
}
