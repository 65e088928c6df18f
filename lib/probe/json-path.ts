import { type Read, refuse } from "@/lib/probe/assertion-shape";
import {
  type Cursor,
  fail,
  skipBlanks,
  take,
  takeInteger,
  takeQuoted,
  takeText,
} from "@/lib/probe/json-path-cursor";
import { readLogical } from "@/lib/probe/json-path-filter";
import type { JsonPath, Segment, Selector } from "@/lib/probe/json-path-shape";

/**
 * JSONPath (RFC 9535). Reads the path that `text` begins with, as far
 * as it goes: what follows it is the assertion's. `length` is what it took.
 */
export function readPath(text: string): Read<{ path: JsonPath; length: number }> {
  const cursor: Cursor = { text, at: 1, depth: 0 };
  try {
    if (!text.startsWith("$")) return refuse("must begin with $");
    const path = readSegments(cursor);
    return { ok: true, value: { path, length: cursor.at } };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const seen = text.slice(0, Math.min(cursor.at, 80));
    return refuse(`has a path that is not understood after "${seen}": it ${error.message}`);
  }
}

function readSegments(cursor: Cursor): JsonPath {
  const path: JsonPath = [];
  for (;;) {
    const before = cursor.at;
    skipBlanks(cursor);
    const segment = readSegment(cursor);
    if (segment === null) {
      // The blanks belong to whatever comes after the path.
      cursor.at = before;
      return path;
    }
    path.push(segment);
  }
}

const shorthand =
  /[A-Za-z_\u0080-\ud7ff\ue000-\uffff\u{10000}-\u{10ffff}][\w\u0080-\ud7ff\ue000-\uffff\u{10000}-\u{10ffff}]*/uy;

function readSegment(cursor: Cursor): Segment | null {
  const descendant = takeText(cursor, "..");
  if (takeText(cursor, "[")) return { descendant, selectors: readSelectors(cursor) };
  if (!descendant && !takeText(cursor, ".")) return null;
  if (takeText(cursor, "*")) return { descendant, selectors: [{ type: "wildcard" }] };
  const name = take(cursor, shorthand)?.[0];
  if (name === undefined) return fail("lacks a name after a dot");
  return { descendant, selectors: [{ type: "name", name }] };
}

function readSelectors(cursor: Cursor): Selector[] {
  const selectors: Selector[] = [];
  do {
    skipBlanks(cursor);
    selectors.push(readSelector(cursor));
    skipBlanks(cursor);
  } while (takeText(cursor, ","));
  if (!takeText(cursor, "]")) fail("lacks a closing bracket");
  return selectors;
}

function readSelector(cursor: Cursor): Selector {
  if (takeText(cursor, "*")) return { type: "wildcard" };
  if (takeText(cursor, "?")) {
    return { type: "filter", test: readLogical(cursor, readSegments) };
  }
  const name = takeQuoted(cursor);
  if (name !== null) return { type: "name", name };
  const from = takeInteger(cursor);
  const before = cursor.at;
  skipBlanks(cursor);
  if (takeText(cursor, ":")) return readSlice(cursor, from);
  cursor.at = before;
  return from === null
    ? fail("has brackets that are not understood")
    : { type: "index", index: from };
}

function readSlice(cursor: Cursor, from: number | null): Selector {
  skipBlanks(cursor);
  const to = takeInteger(cursor);
  skipBlanks(cursor);
  if (!takeText(cursor, ":")) return { type: "slice", from, to, step: 1 };
  skipBlanks(cursor);
  return { type: "slice", from, to, step: takeInteger(cursor) ?? 1 };
}
