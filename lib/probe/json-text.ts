/**
 * Strict JSON (RFC 8259), read without losing what `JSON.parse` loses: that a name stood twice in an
 * object, and how a number was written.
 */

/** Stands for the value of a name that an object has more than once: which one counts is anybody's guess. */
export const repeated: unique symbol = Symbol("repeated");

/** A number that is written otherwise than JavaScript writes it: `1.50`, `9007199254740993`. */
export type WrittenNumber = { value: number; raw: string };

export type Json =
  | null
  | boolean
  | number
  | string
  | WrittenNumber
  | Json[]
  | Map<string, Json>
  | typeof repeated;

export type JsonRead = { ok: true; value: Json } | { ok: false; code: "not-json" | "too-many" };

/** The number that a node is, however it was written; null for everything else. */
export function numberIn(value: Json | undefined): number | null {
  if (typeof value === "number") return value;
  const written = typeof value === "object" && value !== null && "raw" in value;
  return written ? value.value : null;
}

/**
 * As `JSON.parse` would give it, for a schema to read: a value that stood under a name twice is the symbol `repeated`,
 * which no schema of JSON takes.
 */
export function toPlain(value: Json): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, one]) => [name, toPlain(one)]));
  if (Array.isArray(value)) return value.map(toPlain);
  return numberIn(value) ?? value;
}

type Cursor = { text: string; at: number; depth: number };

const deepest = 200;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literals: Readonly<Record<"t" | "f" | "n", readonly [string, Json]>> = {
  t: ["true", true],
  f: ["false", false],
  n: ["null", null],
};

/** Linear in the text; deeper than 200 levels is `too-many`. */
export function readJson(text: string): JsonRead {
  const cursor: Cursor = { text, at: 0, depth: 0 };
  try {
    const value = readValue(cursor);
    skipBlanks(cursor);
    if (cursor.at < text.length) throw new SyntaxError();
    return { ok: true, value };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, code: "too-many" };
    if (error instanceof SyntaxError) return { ok: false, code: "not-json" };
    throw error;
  }
}

function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at += 1;
  }
}

/** The next character that is no blank, taken when it is `wanted`. */
function take(cursor: Cursor, wanted: string): boolean {
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== wanted) return false;
  cursor.at += 1;
  return true;
}

function readValue(cursor: Cursor): Json {
  skipBlanks(cursor);
  const first = cursor.text[cursor.at];
  if (first === '"') return readString(cursor);
  if (first === "{" || first === "[") {
    cursor.depth += 1;
    if (cursor.depth > deepest) throw new RangeError();
    cursor.at += 1;
    const value = first === "{" ? readObject(cursor) : readArray(cursor);
    cursor.depth -= 1;
    return value;
  }
  if (first !== "t" && first !== "f" && first !== "n") return readNumber(cursor);
  const [word, value] = literals[first];
  if (!cursor.text.startsWith(word, cursor.at)) throw new SyntaxError();
  cursor.at += word.length;
  return value;
}

function readObject(cursor: Cursor): Map<string, Json> {
  const members = new Map<string, Json>();
  if (take(cursor, "}")) return members;
  do {
    skipBlanks(cursor);
    const name = readString(cursor);
    if (!take(cursor, ":")) throw new SyntaxError();
    const value = readValue(cursor);
    members.set(name, members.has(name) ? repeated : value);
  } while (take(cursor, ","));
  if (!take(cursor, "}")) throw new SyntaxError();
  return members;
}

function readArray(cursor: Cursor): Json[] {
  const items: Json[] = [];
  if (take(cursor, "]")) return items;
  do items.push(readValue(cursor));
  while (take(cursor, ","));
  if (!take(cursor, "]")) throw new SyntaxError();
  return items;
}

function readString(cursor: Cursor): string {
  const { text, at: start } = cursor;
  if (text[start] !== '"') throw new SyntaxError();
  let escaped = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      cursor.at = at + 1;
      return escaped ? unescaped(text.slice(start, at + 1)) : text.slice(start + 1, at);
    }
    if (code < 0x20) break;
    if (code !== 0x5c) continue;
    escaped = true;
    at += 1;
  }
  throw new SyntaxError();
}

function unescaped(quoted: string): string {
  const value: unknown = JSON.parse(quoted);
  if (typeof value !== "string") throw new SyntaxError();
  return value;
}

function readNumber(cursor: Cursor): number | WrittenNumber {
  number.lastIndex = cursor.at;
  const raw = number.exec(cursor.text)?.[0];
  if (raw === undefined) throw new SyntaxError();
  cursor.at += raw.length;
  const value = Number(raw);
  return String(value) === raw ? value : { value, raw };
}
