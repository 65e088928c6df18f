import { offerCommands } from "@/lib/checklist/beside";
import { type ContactTable, readContacts } from "@/lib/checklist/contacts";
import { type Block, type Draft, originOf, type Reading, type Scope } from "@/lib/checklist/draft";
import { type FieldLine, splitLines } from "@/lib/checklist/field-lines";
import { type FinalBlock, readFinalBlock } from "@/lib/checklist/final-block";
import { type ReferenceList, readReferences } from "@/lib/checklist/references";
import { splitSignOffs } from "@/lib/checklist/sign-offs";
import { endOf, lineOf, sliceOf, startOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";
import { speaksOfApproval, speaksOfReferences } from "@/lib/checklist/words";

/** A scope with everything in it told apart. */
export type Part = {
  scope: Scope;
  items: Draft[];
  signOffs: Draft[];
  /** Text before and after the first item. */
  before: Row[];
  after: Row[];
};
export type Row = { text: string; line: number };

export type Parts = {
  parts: Part[];
  /** Heading level of the stages; null: there are none. */
  stageLevel: number | null;
  final: FinalBlock | null;
  fields: FieldLine[];
  contacts: ContactTable[];
  references: ReferenceList[];
};

export function classify(reading: Reading, definitions: Map<string, string>): Parts {
  const chosen = chooseFinal(reading);
  const choices = new Set(chosen?.block.drafts ?? []);
  const used = headingsWithItems(reading.scopes, choices);
  const found: Parts = {
    parts: [],
    stageLevel: stageLevelOf(used),
    final: chosen?.block ?? null,
    fields: [],
    contacts: [],
    references: [],
  };
  let itemsAbove = false;
  for (const scope of reading.scopes) {
    const blocks = scope.blocks.filter((b) => b.kind !== "item" || !choices.has(b.item));
    const drafts = blocks.flatMap((block) => (block.kind === "item" ? [block.item] : []));
    const split = splitSignOffs(reading, scope.title, drafts);
    const part: Part = { scope, ...split, before: [], after: [] };
    offerCommands(reading, blocks);
    for (const block of blocks) {
      itemsAbove ||= block.kind === "item";
      if (block.kind === "item") continue;
      const stage = stageOf(scope, found.stageLevel);
      const isHeader = !itemsAbove && !(stage && used.has(stage));
      const isFinal = scope === chosen?.scope;
      const rows = readBlock(reading, { block, scope, isHeader, isFinal }, definitions, found);
      const passed = blocks.indexOf(block) > blocks.findIndex((b) => b.kind === "item");
      (passed && drafts.length > 0 ? part.after : part.before).push(...rows);
    }
    if (scope === chosen?.scope) part.after.push(...chosen.block.rest);
    found.parts.push(part);
  }
  return found;
}

/** The final sign-off: the block with choices, else the last one that asks for names. */
function chooseFinal(reading: Reading): { scope: Scope; block: FinalBlock } | null {
  const candidates: { scope: Scope; block: FinalBlock }[] = [];
  let afterItems = false;
  for (const scope of reading.scopes) {
    const block = readFinalBlock(reading.source, scope, afterItems);
    if (block) candidates.push({ scope, block });
    afterItems ||= scope.blocks.some((b) => b.kind === "item");
  }
  const chosen = candidates.findLast(({ block }) => block.choices.length > 0) ?? candidates.at(-1);
  for (const candidate of candidates) {
    if (candidate !== chosen && candidate.block.choices.length > 0) {
      reading.warnings.push(warning(candidate.block.signOff.line, "sign-off-extra"));
    }
  }
  return chosen ?? null;
}

/** The shallowest level with two or more headings that have items beneath. */
function stageLevelOf(used: Set<Scope>): number | null {
  const counts = new Map<number, number>();
  for (const heading of used) {
    counts.set(heading.depth, (counts.get(heading.depth) ?? 0) + 1);
  }
  const levels = [...counts]
    .filter(([depth, count]) => depth > 0 && count >= 2)
    .map(([depth]) => depth);
  return levels.length > 0 ? Math.min(...levels) : null;
}

function headingsWithItems(scopes: Scope[], choices: Set<Draft>): Set<Scope> {
  const found = new Set<Scope>();
  for (const scope of scopes) {
    if (!scope.blocks.some((block) => block.kind === "item" && !choices.has(block.item))) continue;
    for (let at: Scope | null = scope; at !== null; at = at.parent) found.add(originOf(at));
  }
  return found;
}

/** The heading of the stage that a scope stands in. */
export function stageOf(scope: Scope, level: number | null): Scope | null {
  for (let at: Scope | null = scope; at !== null && level !== null; at = at.parent) {
    if (at.depth === level) return originOf(at);
  }
  return null;
}

type Found = { block: Block; scope: Scope; isHeader: boolean; isFinal: boolean };

/** Reads a block that is no item; what stays of it as text. */
function readBlock(
  reading: Reading,
  { block, scope, isHeader, isFinal }: Found,
  definitions: Map<string, string>,
  found: Parts,
): Row[] {
  if (block.kind === "item") return [];
  if (block.kind === "raw") return [{ text: block.text, line: block.line }];
  const { node } = block;
  const { source } = reading;
  if (node.type === "table") {
    const contacts = readContacts(source, node, scope.title);
    if (contacts) {
      found.contacts.push(contacts);
      return [];
    }
    if (speaksOfApproval(scope.title)) {
      reading.warnings.push(warning(lineOf(node), "sign-off-not-task"));
    }
  }
  if (node.type === "list" && speaksOfReferences(scope.title)) {
    const list = readReferences(source, node, definitions);
    found.references.push(list);
    reading.warnings.push(...list.warnings);
    return list.kept;
  }
  const lines = ["paragraph", "list", "listItem"].includes(node.type);
  if (isFinal && lines) return [];
  if (isHeader && lines) {
    const split = splitLines(
      source,
      { start: startOf(node), end: endOf(node), line: lineOf(node) },
      false,
    );
    if (split.fields.length > 0) {
      found.fields.push(...split.fields);
      return split.rest;
    }
  }
  return [{ text: sliceOf(source, node), line: lineOf(node) }];
}
