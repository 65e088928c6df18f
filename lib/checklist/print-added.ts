import type { Draft } from "@/lib/checklist/draft";
import { type Edit, fence, lineEnd, lineStart, prefixAt } from "@/lib/checklist/edits";
import { suffixOf } from "@/lib/checklist/print-items";
import type { PrintedAddition } from "@/lib/checklist/print-record";
import { keyPattern, slug } from "@/lib/checklist/slug";
import { encodeLine } from "@/lib/checklist/suffix";
import { isTeamName } from "@/lib/checklist/team";
import { isOptional } from "@/lib/checklist/words";

/** The section that takes an addition: its last item, or its first sign-off when it has no items. */
export type Host = { last: Draft | null; firstSignOff: Draft | null };

/** Writes an added item behind the last one of its section, in the same shape. */
export function additionEdit(source: string, host: Host, added: PrintedAddition): Edit {
  const { last, firstSignOff } = host;
  if (last === null)
    return firstSignOff ? beforeSignOffs(source, firstSignOff, added) : atEnd(source, added);
  switch (last.anchor.shape) {
    case "heading":
      return asHeading(source, last, added);
    case "table":
    case "table-column":
      return asRow(source, last, added);
    case "line": {
      const prefix = prefixAt(source, last.anchor.blockStart);
      const text = `\n${prefix}${glyphBox(added)} ${content(added, true)}`;
      return { start: endOfItem(last), end: endOfItem(last), text };
    }
    default:
      return asEntry(source, last, added, firstSignOff !== null);
  }
}

function content(added: PrintedAddition, commandInSuffix: boolean): string {
  const key = keyPattern.test(added.key) ? added.key : slug(added.key) || "added";
  const label = encodeLine(added.label) || encodeLine(key);
  const optional = added.required || isOptional(added.label) ? "" : " (optional)";
  const suffix = suffixOf(added, commandInSuffix ? (added.command ?? null) : null);
  return `${label}${optional} {#${key}}${suffix === "" ? "" : ` ${suffix}`}`;
}

function glyphBox(added: PrintedAddition): string {
  return added.state === "done" ? "☑" : "☐";
}

function box(added: PrintedAddition): string {
  return added.state === "done" ? "[x]" : "[ ]";
}

function endOfItem(draft: Draft): number {
  return Math.max(draft.anchor.blockEnd, ...draft.children.map(endOfItem));
}

/** Marker and blank of the entry's list; the next number in a numbered one. */
function markerOf(source: string, draft: Draft, step: number): string {
  const match = /^(?:[-*+]|(\d{1,9})([.)]))/.exec(source.slice(draft.anchor.blockStart));
  if (!match) return "-";
  return match[1] === undefined ? match[0] : `${Number(match[1]) + step}${match[2] ?? "."}`;
}

/** Only a task line is ever read as a sign-off: an item that might be taken for one is written with a glyph. */
function entryText(marker: string, prefix: string, added: PrintedAddition, glyph: boolean): string {
  const mark = glyph || isTeamName(added.label) ? glyphBox(added) : box(added);
  const line = `${marker} ${mark} ${content(added, false)}`;
  if (added.command === undefined) return line;
  const inner = `${prefix}${" ".repeat(marker.length + 1)}`;
  return `${line}\n${inner}${fence(added.command, "", inner)}`;
}

function asEntry(source: string, last: Draft, added: PrintedAddition, glyph: boolean): Edit {
  const prefix = prefixAt(source, last.anchor.blockStart);
  const end = endOfItem(last);
  const next = source.slice(end + 1, lineEnd(source, end + 1));
  const inList = /^[\s>]*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(next);
  const gap = /^[\s>]*$/.test(next) || inList ? "" : `\n${prefix.trimEnd()}`;
  const text = `\n${prefix}${entryText(markerOf(source, last, 1), prefix, added, glyph)}${gap}`;
  return { start: end, end, text };
}

function beforeSignOffs(source: string, first: Draft, added: PrintedAddition): Edit {
  const at = first.anchor.blockStart;
  const prefix = prefixAt(source, at);
  const text = `${entryText(markerOf(source, first, 0), prefix, added, true)}\n${prefix}`;
  return { start: at, end: at, text };
}

function asHeading(source: string, last: Draft, added: PrintedAddition): Edit {
  const start = last.anchor.blockStart;
  const underlined = source.slice(start, last.anchor.textEnd).trimEnd().endsWith("=") ? "#" : "##";
  const marks = /^#{1,6}(?=[ \t])/.exec(source.slice(start, start + 7))?.[0] ?? underlined;
  const prefix = prefixAt(source, start);
  const reached = endOfItem(last);
  const end = source.slice(reached).trim() === "" ? source.length : reached;
  const command =
    added.command === undefined ? "" : `\n${prefix}${fence(added.command, "", prefix)}`;
  const text = `\n${prefix.trimEnd()}\n${prefix}${marks} ${box(added)} ${content(added, false)}${command}`;
  return { start: end, end, text };
}

/** A row like the last one, with only the label and the box filled. */
function asRow(source: string, last: Draft, added: PrintedAddition): Edit {
  const { anchor } = last;
  const from = anchor.blockStart;
  const row = source.slice(from, lineEnd(source, from));
  const bounds = [...row.matchAll(/(?<!\\)\|/g)].map((match) => match.index);
  const cellOf = (offset: number) => bounds.filter((bound) => bound < offset - from).length;
  const labelCell = cellOf(anchor.start + 1);
  const boxCell = cellOf(anchor.mark.start + 1);
  const cells = Array.from({ length: bounds.length + 1 }, (_, index) => {
    const parts = [
      index === boxCell ? box(added) : "",
      index === labelCell ? content(added, true) : "",
    ];
    return ` ${parts.filter((part) => part !== "").join(" ")} `;
  });
  const text = `\n${prefixAt(source, from)}${cells.join("|").trim()}`;
  const end = lineEnd(source, lineStart(source, anchor.blockEnd));
  return { start: end, end, text };
}

function atEnd(source: string, added: PrintedAddition): Edit {
  const at = source.length;
  return {
    start: at,
    end: at,
    text: `${source.endsWith("\n") ? "\n" : "\n\n"}${entryText("-", "", added, false)}\n`,
  };
}
