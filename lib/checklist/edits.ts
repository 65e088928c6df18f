/** A replacement in the source; `start === end` inserts. */
export type Edit = { start: number; end: number; text: string };

/** All edits at once, offsets being those of the untouched source; insertions at one place keep their order. */
export function applyEdits(source: string, edits: Edit[]): string {
  const sorted = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  const out: string[] = [];
  let at = 0;
  for (const edit of sorted) {
    // Two places that overlap cannot both be written: the first one stands.
    if (edit.start < at) continue;
    out.push(source.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  out.push(source.slice(at));
  return out.join("");
}

export function lineStart(source: string, offset: number): number {
  return source.lastIndexOf("\n", offset - 1) + 1;
}

export function lineEnd(source: string, offset: number): number {
  const newline = source.indexOf("\n", offset);
  return newline === -1 ? source.length : newline;
}

/** What a further line must begin with to stand where `offset` stands: quote marks stay, the rest is blank. */
export function prefixAt(source: string, offset: number): string {
  return source.slice(lineStart(source, offset), offset).replace(/[^>\t]/g, " ");
}

/** A fenced block; its first line has no prefix. The fence is longer than any in the text. */
export function fence(text: string, info: string, prefix: string): string {
  const mark = info.includes("`") ? "~" : "`";
  const longest = Math.max(2, ...[...text.matchAll(/`+|~+/g)].map(([run]) => run.length));
  const marks = mark.repeat(longest + 1);
  const lines = [`${marks}${info}`];
  if (text !== "") lines.push(...text.replace(/\r\n?/g, "\n").split("\n"));
  lines.push(marks);
  return lines
    .map((line, index) =>
      index === 0 ? line : line === "" ? prefix.trimEnd() : `${prefix}${line}`,
    )
    .join("\n");
}
