import type { Edit } from "@/lib/checklist/edits";

/**
 * Applies edits of the source (as the reader normalises it: LF, no BOM, no export suffixes) to the text as
 * it was written: every byte outside of them stays, line ends too. Insertions at one place keep their order.
 */
export function editText(text: string, source: string, edits: readonly Edit[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const place = text === source ? (offset: number) => offset : mapper(text, source);
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let out = "";
  let at = 0;
  for (const edit of ordered) {
    const [start, end] = [place(edit.start), place(edit.end)];
    // Two places that overlap cannot both be written: the first one stands.
    if (start < at) continue;
    out += text.slice(at, start) + edit.text.replaceAll("\n", eol);
    at = Math.max(start, end);
  }
  return out + text.slice(at);
}

/** From an offset of the source to the same line and column of the text. */
function mapper(text: string, source: string): (offset: number) => number {
  const written = lineStarts(text, /\r\n?|\n/g);
  const read = lineStarts(source, /\n/g);
  const bom = text.startsWith("\uFEFF") ? 1 : 0;
  return (offset) => {
    const line = lineAt(read, offset);
    const column = offset - (read[line] ?? 0) + (line === 0 ? bom : 0);
    const start = written[line] ?? text.length;
    return Math.min(start + column, endOfLine(text, start));
  };
}

function lineStarts(text: string, breaks: RegExp): number[] {
  return [0, ...[...text.matchAll(breaks)].map((hit) => hit.index + hit[0].length)];
}

/** Index of the last start that is not behind `offset`. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function endOfLine(text: string, offset: number): number {
  const at = text.slice(offset).search(/[\r\n]/);
  return at === -1 ? text.length : offset + at;
}
