/**
 * The suffix that an export puts behind what was settled or signed, and that the importer takes off again:
 * ` ⟦done · by Kim Minji · 2026-11-23T02:07:22.000Z · early · reason: text⟧`. See docs/checklist.md.
 */
const suffixWords = [
  "to do",
  "done",
  "does not apply",
  "waived",
  "blocked",
  "failed",
  "signed",
  "outcome",
] as const;
export type SuffixWord = (typeof suffixWords)[number];

/** No ⟦, ⟧ or newline stands inside: `encodeText` writes them as character references. */
const suffixAtEnd = new RegExp(
  `(?:[ \\t]*⟦(?:${suffixWords.join("|")})(?: · [^⟦⟧\\n]*)?⟧)+(?=[ \\t]*(?:\\||#+[ \\t]*$|\\\\?$))`,
  "gm",
);

/** Leaves line numbers as they are: a suffix never holds a line break. */
export function stripSuffixes(text: string): string {
  return text.includes("⟦") ? text.replace(suffixAtEnd, "") : text;
}

/** Any text as Markdown that reads as exactly that text, on one line, in a table too. */
export function encodeText(text: string): string {
  return text.replace(
    // "://" , "@" and "www." too: what stands inside a bare link is not decoded.
    /[\\`*_{}[\]<>#|&~@⟦⟧·☐☑☒⬜\n\r]|:(?=\/)|(?<=www)\./gi,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/** The same on one line for a place that holds a name or a value: white space is single blanks. */
export function encodeLine(text: string): string {
  return encodeText(text.replace(/\s+/g, " ").trim());
}

export type SuffixParts = {
  by: string | null;
  at: string | null;
  early?: boolean;
  reason?: string | null;
  /** Further named values, as `name: value`. */
  more?: Record<string, string>;
};

export function writeSuffix(word: SuffixWord, parts: SuffixParts): string {
  const words: string[] = [word];
  if (parts.by) words.push(`by ${encodeText(parts.by)}`);
  if (parts.at) words.push(/^[\d\-T:.Z+]+$/.test(parts.at) ? parts.at : encodeText(parts.at));
  if (parts.early) words.push("early");
  if (parts.reason) words.push(`reason: ${encodeText(parts.reason)}`);
  for (const [name, value] of Object.entries(parts.more ?? {})) {
    words.push(`${name}: ${encodeText(value)}`);
  }
  return `⟦${words.join(" · ")}⟧`;
}
