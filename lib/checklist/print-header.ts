import type { Nodes, Root } from "mdast";
import { isClosed } from "@/lib/checklist/code";
import { type Edit, lineStart, prefixAt } from "@/lib/checklist/edits";
import type { FinalBlock } from "@/lib/checklist/final-block";
import { isFenced } from "@/lib/checklist/keep";
import { markEdit } from "@/lib/checklist/print-items";
import type { PrintRecord, Signed } from "@/lib/checklist/print-record";
import type { ReadResult } from "@/lib/checklist/read";
import { encodeLine, encodeText, writeSuffix } from "@/lib/checklist/suffix";
import { startOf } from "@/lib/checklist/tree";

type Range = { start: number; end: number };

/** Header fields with another value than in the text. */
export function fieldEdits(read: ReadResult, fields: Record<string, string>): Edit[] {
  const front = read.frontMatter.fields;
  const places = [...front, ...read.parts.fields];
  return read.checklist.fields.flatMap((field, index) => {
    const value = (Object.hasOwn(fields, field.key) ? fields[field.key] : "") ?? "";
    const place = places[index];
    if (!place || value.trim() === "" || value === field.value) return [];
    if (index < front.length) return [{ ...rangeOf(place), text: JSON.stringify(value) }];
    return [fill(read.source, place, encodeLine(value))];
  });
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

/** Fills a blank; keeps it apart from the words around it. */
function fill(source: string, range: Range, text: string): Edit {
  if (text === "") return { start: range.end, end: range.end, text };
  const before = /[\s]/.test(source.charAt(range.start - 1)) ? "" : " ";
  const after = range.end >= source.length || /\s/.test(source.charAt(range.end)) ? "" : " ";
  return { ...rangeOf(range), text: `${before}${text}${after}` };
}

/** The final sign-off in its blanks; what has none is told in a line at the end. */
export function finalEdits(read: ReadResult, final: PrintRecord["final"]): Edit[] {
  if (final === null) return [];
  const { source } = read;
  const block = read.parts.final;
  const edits: Edit[] = [];
  const left: Record<string, string> = {};
  if (block?.choices.some((choice) => choice.outcome === final.outcome)) {
    for (const { outcome, mark } of block.choices) {
      edits.push(markEdit(source, mark, outcome === final.outcome));
    }
  } else left.outcome = final.outcome;
  if (final.notes) {
    if (block?.notes) edits.push(fill(source, block.notes, encodeText(final.notes.trim())));
    else left.notes = final.notes;
  }
  const places = signerPlaces(block);
  for (const [name, signed, by, on] of [
    ["deployed by", final.deployedBy, places.deployedBy, places.deployedOn],
    ["approved by", final.approvedBy, places.approvedBy, places.approvedOn],
  ] as const) {
    if (signed === null) continue;
    if (by) edits.push(...signerEdits(source, signed, by, on));
    else left[name] = `${signed.by}, ${signed.at}`;
  }
  if (Object.keys(left).length > 0) {
    edits.push(appended(read, writeSuffix("outcome", { by: null, at: null, more: left })));
  }
  return edits;
}

function signerPlaces(block: FinalBlock | null) {
  return {
    deployedBy: block?.deployedBy ?? null,
    deployedOn: block?.deployedOn ?? null,
    approvedBy: block?.approvedBy ?? null,
    approvedOn: block?.approvedOn ?? null,
  };
}

function signerEdits(source: string, signed: Signed, by: Range, on: Range | null): Edit[] {
  const name = encodeLine(signed.by);
  if (on === null) return [fill(source, by, `${name}, ${signed.at}`)];
  return [fill(source, by, name), fill(source, on, signed.at)];
}

/** Text at the very end, apart from what is there. `closeOpenFence` comes before it. */
export function appended({ source, tree }: ReadResult, text: string): Edit {
  const start = openHtml(source, tree) ?? source.length;
  if (start < source.length) return { start, end: start, text: `${text}\n\n` };
  const gap = source === "" || source.endsWith("\n\n") ? "" : source.endsWith("\n") ? "\n" : "\n\n";
  return { start, end: start, text: `${gap}${text}\n` };
}

/** Closes the fence that the document leaves open, unless an edit writes it anew: nothing can follow it otherwise. */
export function closeOpenFence({ source, tree }: ReadResult, edits: Edit[]): Edit[] {
  let node: Nodes | undefined = tree;
  while (node && "children" in node) node = node.children.at(-1);
  if (node?.type !== "code" || !isFenced(source, node) || isClosed(source, node)) return [];
  const start = startOf(node);
  if (edits.some((edit) => edit.start === start && edit.end > start)) return [];
  const marks = /^(?:`+|~+)/.exec(source.slice(start))?.[0] ?? "";
  const text = `${source.endsWith("\n") ? "" : "\n"}${prefixAt(source, start)}${marks}\n`;
  return [{ start: source.length, end: source.length, text }];
}

/** Where HTML begins that would swallow what is put behind it. */
function openHtml(source: string, tree: Root): number | null {
  const last = tree.children.at(-1);
  return last?.type === "html" ? lineStart(source, startOf(last)) : null;
}

/** Takes a line away, with the line break before it. */
export function withoutLine(source: string, start: number, end: number): Edit {
  const from = lineStart(source, start);
  return { start: Math.max(0, from - 1), end, text: "" };
}

/** A further line behind `end`, standing where `like` stands. */
export function nextLine(source: string, like: number, end: number, text: string): Edit {
  return { start: end, end, text: `\n${prefixAt(source, like)}${text}` };
}
