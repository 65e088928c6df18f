import type { Draft, Scope } from "@/lib/checklist/draft";
import { type FieldLine, splitLines } from "@/lib/checklist/field-lines";
import type { FinalSignOff, Outcome } from "@/lib/checklist/schema";
import { endOf, lineOf, startOf } from "@/lib/checklist/tree";
import { knownField, outcomeOf, speaksOfApproval } from "@/lib/checklist/words";

type Range = { start: number; end: number };
export type Mark = Range & { glyph: boolean };

/** The final sign-off and where its blanks are. */
export type FinalBlock = {
  signOff: FinalSignOff;
  choices: { outcome: Outcome; mark: Mark }[];
  notes: Range | null;
  deployedBy: Range | null;
  deployedOn: Range | null;
  approvedBy: Range | null;
  approvedOn: Range | null;
  /** Items that are choices, and text that is not about the sign-off. */
  drafts: Draft[];
  rest: { text: string; line: number }[];
};

type Choice = { outcome: Outcome; label: string; line: number; mark: Mark };
const lineTypes = new Set(["paragraph", "list", "listItem"]);
const inlineBox = /(?:\[([ xX]?)\]|([☐⬜☑☒])\uFE0F?)[ \t]*([^[\]☐⬜☑☒|\n_*]*)/gu;

/** Reads a scope as the final sign-off; null when it is none. `afterItems`: items stand above it. */
export function readFinalBlock(
  source: string,
  scope: Scope,
  afterItems: boolean,
): FinalBlock | null {
  const fields: FieldLine[] = [];
  const rest: { text: string; line: number }[] = [];
  const choices: Choice[] = [];
  for (const block of scope.blocks) {
    if (block.kind !== "text" || !lineTypes.has(block.node.type)) continue;
    const range = { start: startOf(block.node), end: endOf(block.node), line: lineOf(block.node) };
    const split = splitLines(source, range, true);
    fields.push(...split.fields);
    const inline = inlineChoices(source, range);
    choices.push(...inline);
    rest.push(...split.rest.filter((row) => !inline.some((choice) => choice.line === row.line)));
  }
  const drafts = choiceDrafts(source, scope);
  for (const draft of drafts) choices.push(...choicesOf(source, draft));
  if (!isFinal(scope, fields, choices, afterItems)) return null;
  return assemble(scope, fields, choices, drafts, rest);
}

function inlineChoices(source: string, block: Range & { line: number }): Choice[] {
  const found: Choice[] = [];
  const raw = source.slice(block.start, block.end);
  if (!/[[☐⬜☑☒]/u.test(raw)) return found;
  for (const match of raw.matchAll(inlineBox)) {
    const [whole, , glyph, words = ""] = match;
    const outcome = words.trim() === "" ? null : outcomeOf(words.trim());
    if (outcome === null) continue;
    const start = block.start + match.index + (glyph ? 0 : 1);
    const end = glyph ? start + glyph.length : block.start + match.index + whole.indexOf("]");
    const line = block.line + raw.slice(0, match.index).split("\n").length - 1;
    found.push({
      outcome,
      label: words.trim(),
      line,
      mark: { start, end, glyph: glyph !== undefined },
    });
  }
  return new Set(found.map((choice) => choice.outcome)).size >= 2 ? found : [];
}

/** Items that are nothing but outcomes; at least two different ones, else they are ordinary items. */
function choiceDrafts(source: string, scope: Scope): Draft[] {
  const drafts = scope.blocks.flatMap((block) => (block.kind === "item" ? [block.item] : []));
  const found = drafts.filter(
    (draft) => isBare(draft) && draft.source !== "heading" && choicesOf(source, draft).length > 0,
  );
  const outcomes = new Set(
    found.flatMap((d) => choicesOf(source, d).map((choice) => choice.outcome)),
  );
  return outcomes.size >= 2 ? found : [];
}

function isBare(draft: Draft): boolean {
  return draft.children.length === 0 && draft.commands.length === 0 && draft.explicitKey === null;
}

function choicesOf(source: string, draft: Draft): Choice[] {
  const { mark, labelEnd } = draft.anchor;
  const from = mark.glyph ? mark.start : mark.start - 1;
  const several = inlineChoices(source, { start: from, end: labelEnd, line: draft.line });
  if (several.length > 0) return several;
  const outcome = outcomeOf(draft.label);
  if (outcome === null) return [];
  return [{ outcome, label: draft.label, line: draft.line, mark }];
}

function isFinal(
  scope: Scope,
  fields: FieldLine[],
  choices: Choice[],
  afterItems: boolean,
): boolean {
  const keys = new Set(fields.map((field) => knownField(field.label)));
  const signed = keys.has("approvedBy") || keys.has("deployedBy");
  if (speaksOfApproval(scope.title)) return choices.length > 0 || signed;
  if (choices.length > 0) return true;
  return afterItems && keys.has("approvedBy") && keys.has("deployedBy");
}

function assemble(
  scope: Scope,
  fields: FieldLine[],
  choices: Choice[],
  drafts: Draft[],
  rest: { text: string; line: number }[],
): FinalBlock {
  const named = (key: string) => fields.find((field) => knownField(field.label) === key) ?? null;
  const dateOf = (field: FieldLine | null) => {
    const next = field ? fields[fields.indexOf(field) + 1] : undefined;
    return next && /date|time|날짜|일자|일시/i.test(next.label) ? next : null;
  };
  const deployedBy = named("deployedBy");
  const approvedBy = named("approvedBy");
  const notes = named("notes");
  const known = new Set([deployedBy, approvedBy, notes, dateOf(deployedBy), dateOf(approvedBy)]);
  const others = fields.filter(
    (field) => !known.has(field) && knownField(field.label) !== "status",
  );
  return {
    signOff: {
      line: scope.line,
      title: scope.title,
      choices: choices.map(({ outcome, label, line }) => ({ outcome, label, line })),
      notesLine: notes?.line ?? null,
      deployedByLine: deployedBy?.line ?? null,
      approvedByLine: approvedBy?.line ?? null,
    },
    choices,
    notes,
    deployedBy,
    deployedOn: dateOf(deployedBy),
    approvedBy,
    approvedOn: dateOf(approvedBy),
    drafts,
    rest: [
      ...rest,
      ...others.map((f) => ({ text: `**${f.label}**: ${f.value || "____"}`, line: f.line })),
    ],
  };
}
