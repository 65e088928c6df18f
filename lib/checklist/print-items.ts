import type { Draft } from "@/lib/checklist/draft";
import { type Edit, fence, lineEnd, prefixAt } from "@/lib/checklist/edits";
import type { PrintedItem, PrintState, Signed } from "@/lib/checklist/print-record";
import type { ChecklistItem } from "@/lib/checklist/schema";
import { keyPattern } from "@/lib/checklist/slug";
import { encodeLine, type SuffixWord, writeSuffix } from "@/lib/checklist/suffix";
import { endOf, startOf } from "@/lib/checklist/tree";

const stateWords: Record<PrintState, SuffixWord> = {
  todo: "to do",
  done: "done",
  not_applicable: "does not apply",
  waived: "waived",
  blocked: "blocked",
  failed: "failed",
};

/** Where an item stands now, with its key in the pinned version. */
export type Placed = { key: string; item: ChecklistItem; draft: Draft };

/** Writes one item: its mark, a corrected label and command, who settled it and when. */
export function itemEdits(source: string, placed: Placed, record: PrintedItem): Edit[] {
  const { draft, item } = placed;
  const edits = [markEdit(source, draft.anchor.mark, record.state === "done")];
  const label = record.label === undefined ? "" : record.label.replace(/\s+/g, " ").trim();
  const corrected = label !== "" && label !== item.label && draft.anchor.shape !== "table-column";
  if (corrected) {
    edits.push({ start: draft.anchor.start, end: draft.anchor.end, text: encodeLine(label) });
  }
  const command = commandEdit(source, draft, item, record.command);
  edits.push(...tailEdits(placed, corrected, suffixOf(record, command.left)));
  // Behind the suffix: both may stand at the end of the label.
  return command.edit ? [...edits, command.edit] : edits;
}

export function signOffEdits(
  source: string,
  key: string,
  draft: Draft,
  madeKey: string,
  signed: Signed | null,
): Edit[] {
  const suffix = signed ? writeSuffix("signed", signed) : "";
  return [
    markEdit(source, draft.anchor.mark, signed !== null),
    ...tailOf(draft, key !== madeKey ? key : null, suffix),
  ];
}

export function suffixOf(record: PrintedItem, command: string | null): string {
  const told = record.state !== "todo" || record.reason || command !== null;
  if (!told) return "";
  return writeSuffix(stateWords[record.state], {
    by: record.by,
    at: record.at,
    early: record.early === true,
    reason: record.reason,
    more: command === null ? {} : { command },
  });
}

export function markEdit(
  source: string,
  mark: { start: number; end: number; glyph: boolean },
  ticked: boolean,
): Edit {
  const { start, end, glyph } = mark;
  if (!glyph) return { start, end, text: ticked ? "x" : " " };
  const written = source.slice(start, end);
  const open = written === "⬜" ? written : "☐";
  return { start, end, text: ticked ? "☑" : open };
}

/** Key and suffix behind the label. A key is written when the text no longer gives it by itself. */
function tailEdits({ key, item, draft }: Placed, corrected: boolean, suffix: string): Edit[] {
  const { anchor } = draft;
  if (anchor.shape === "table-column") {
    const behind = anchor.mark.glyph ? anchor.mark.end : anchor.mark.end + 1;
    return suffix === "" ? [] : [{ start: behind, end: behind, text: ` ${suffix}` }];
  }
  return tailOf(draft, corrected || key !== item.key ? key : null, suffix);
}

function tailOf(draft: Draft, key: string | null, suffix: string): Edit[] {
  const { end, labelEnd } = draft.anchor;
  const edits: Edit[] = [];
  if (key !== null && key !== draft.explicitKey && keyPattern.test(key)) {
    edits.push({ start: end, end: labelEnd, text: ` {#${key}}` });
  }
  if (suffix !== "") edits.push({ start: labelEnd, end: labelEnd, text: ` ${suffix}` });
  return edits;
}

/** Writes a corrected command; `left`: it could not be, since the item's place can hold no code block. */
function commandEdit(
  source: string,
  draft: Draft,
  item: ChecklistItem,
  command: string | undefined,
): { edit: Edit | null; left: string | null } {
  if (command === undefined || command === item.command?.text) return { edit: null, left: null };
  const block = draft.commands[0] ?? draft.beside[0];
  if (block) {
    const start = startOf(block);
    const info = /^(?:`+|~+)(.*)/.exec(source.slice(start, lineEnd(source, start)))?.[1] ?? "";
    const text = fence(command, info, prefixAt(source, start));
    return { edit: { start, end: endOf(block), text }, left: null };
  }
  const { anchor } = draft;
  if (anchor.shape !== "list" && anchor.shape !== "heading") return { edit: null, left: command };
  const at = anchor.shape === "heading" ? anchor.blockStart : boxStart(draft);
  const prefix = prefixAt(source, at);
  const text = `\n${prefix}${fence(command, "", prefix)}`;
  return { edit: { start: anchor.textEnd, end: anchor.textEnd, text }, left: null };
}

export function boxStart(draft: Draft): number {
  const { mark } = draft.anchor;
  return mark.glyph ? mark.start : mark.start - 1;
}
