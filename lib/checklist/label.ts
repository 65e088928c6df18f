import type { PhrasingContent } from "mdast";
import type { Reading } from "@/lib/checklist/draft";
import { collapse, plainLine, toPlain } from "@/lib/checklist/plain";
import { keyPattern } from "@/lib/checklist/slug";
import { endOf, startOf } from "@/lib/checklist/tree";
import { warning } from "@/lib/checklist/warn";

export type Label = {
  text: string;
  key: string | null;
  /** Range of the label without its key. */
  start: number;
  end: number;
  /** Where the label with its key ends: the place of a suffix. */
  labelEnd: number;
};

const keyAtEnd = /\s*(?<!\\)\{#([^{}\s]+)\}\s*$/;
const boxBefore = /^(?:\[[ xX]\]|[☐⬜☑☒]\uFE0F?)\s*/u;

/**
 * A label of inline nodes: plain text, its `{#key}` taken off. `from` is the offset behind its box, which is still
 * among the nodes unless GFM took it out (`gfm`).
 */
export function readLabel(
  reading: Reading,
  nodes: PhrasingContent[],
  line: number,
  from: number | null,
  gfm = false,
): Label {
  const { source } = reading;
  const first = nodes[0];
  const last = nodes.at(-1);
  const start = from ?? (first ? startOf(first) : 0);
  const end = Math.max(last ? endOf(last) : start, start);
  const plain = toPlain(nodes, source);
  return settle(reading, {
    line,
    start,
    raw: source.slice(start, end),
    plain: from === null || gfm ? plain : plain.replace(boxBefore, ""),
  });
}

/** A label that is one line of the source. */
export function readLineLabel(reading: Reading, start: number, end: number, line: number): Label {
  const raw = reading.source.slice(start, end).trimEnd();
  return settle(reading, { line, start, raw, plain: plainLine(raw) });
}

function settle(
  reading: Reading,
  found: { line: number; start: number; raw: string; plain: string },
): Label {
  const { line, start, raw } = found;
  const written = raw.includes("{#") ? keyAtEnd.exec(raw) : null;
  const plain = written ? found.plain.replace(/\s*\{#[^{}]*\}$/, "") : found.plain;
  const given = written?.[1] ?? null;
  const key = given !== null && keyPattern.test(given) ? given : null;
  if (given !== null && key === null) reading.warnings.push(warning(line, "invalid-key", given));
  if (plain === "") reading.warnings.push(warning(line, "empty-label"));
  return {
    // An item always has something to show: its source, when that is all there is.
    text: plain === "" ? collapse(raw) : plain,
    key,
    start,
    end: start + (written ? written.index : raw.length),
    labelEnd: start + raw.length,
  };
}
