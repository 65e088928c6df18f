/** The small parts of a JSONPath: blanks, texts, numbers. Each throws a SyntaxError that says what is wrong. */

export type Cursor = { readonly text: string; at: number; depth: number };

const deepest = 32;

export function fail(message: string): never {
  throw new SyntaxError(message);
}

/** Takes what `pattern` (sticky) finds here; null when it finds nothing. */
export function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found !== null) cursor.at += found[0].length;
  return found;
}

export function takeText(cursor: Cursor, wanted: string): boolean {
  if (!cursor.text.startsWith(wanted, cursor.at)) return false;
  cursor.at += wanted.length;
  return true;
}

const blanks = /[ \t\n\r]*/y;
export const skipBlanks = (cursor: Cursor) => void take(cursor, blanks);

/** Reads something that may hold itself, no deeper than 32 levels. */
export function nested<T>(cursor: Cursor, read: () => T): T {
  cursor.depth += 1;
  if (cursor.depth > deepest) fail(`is nested deeper than ${deepest} levels`);
  const value = read();
  cursor.depth -= 1;
  return value;
}

const integer = /-?[1-9]\d*|0/y;

/** An integer within ±(2^53 - 1); null when there is none. */
export function takeInteger(cursor: Cursor): number | null {
  const found = take(cursor, integer);
  if (found === null) return null;
  const value = Number(found[0]);
  return Number.isSafeInteger(value) ? value : fail(`has an index that is too large: ${found[0]}`);
}

const decimal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

export function takeNumber(cursor: Cursor): number | null {
  const found = take(cursor, decimal);
  if (found === null) return null;
  const value = Number(found[0]);
  return Number.isFinite(value) ? value : fail(`has a number that is too large: ${found[0]}`);
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are what a text may not hold as they are
const quoted = {
  "'": /'((?:[^'\\\u0000-\u001f]|\\(?:[bfnrt/\\']|u[0-9A-Fa-f]{4}))*)'/y,
  '"': /"((?:[^"\\\u0000-\u001f]|\\(?:[bfnrt/\\"]|u[0-9A-Fa-f]{4}))*)"/y,
} as const;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above

const controls: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** `'a b'` or `"a b"`; null when no quote stands here. */
export function takeQuoted(cursor: Cursor): string | null {
  const quote = cursor.text[cursor.at];
  if (quote !== "'" && quote !== '"') return null;
  const found = take(cursor, quoted[quote]);
  if (found === null) return fail("has a text in quotes that is not understood");
  const value = (found[1] ?? "").replace(/\\(?:u(.{4})|(.))/gs, (_, hex?: string, one?: string) =>
    hex === undefined
      ? (controls[one ?? ""] ?? one ?? "")
      : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return value.isWellFormed() ? value : fail("has half of a character in its quotes");
}
