import {
  type Cursor,
  fail,
  nested,
  skipBlanks,
  take,
  takeNumber,
  takeQuoted,
  takeText,
} from "@/lib/probe/json-path-cursor";
import {
  comparisons,
  isSingular,
  type JsonPath,
  type Logical,
  type Operand,
  type Query,
} from "@/lib/probe/json-path-shape";
import { readPattern } from "@/lib/probe/json-pattern";

/** What stands after `[?`: existence, comparisons, `&&`, `||`, `!` and functions. */

type ReadSegments = (cursor: Cursor) => JsonPath;

export function readLogical(cursor: Cursor, segments: ReadSegments): Logical {
  const all = () => joined(cursor, "&&", "and", () => readBasic(cursor, segments));
  return nested(cursor, () => joined(cursor, "||", "or", all));
}

function joined(cursor: Cursor, sign: string, type: "or" | "and", read: () => Logical): Logical {
  const first = read();
  const parts = [first];
  skipBlanks(cursor);
  while (takeText(cursor, sign)) {
    parts.push(read());
    skipBlanks(cursor);
  }
  return parts.length === 1 ? first : { type, parts };
}

function readBasic(cursor: Cursor, segments: ReadSegments): Logical {
  skipBlanks(cursor);
  const denied = takeText(cursor, "!");
  if (denied) skipBlanks(cursor);
  const negate = (part: Logical): Logical => (denied ? { type: "not", part } : part);
  if (takeText(cursor, "(")) {
    const inner = readLogical(cursor, segments);
    skipBlanks(cursor);
    if (!takeText(cursor, ")")) fail("lacks a closing parenthesis in a filter");
    return negate(inner);
  }
  const pattern = take(cursor, patternStart);
  if (pattern !== null)
    return negate(nested(cursor, () => readTest(cursor, pattern[1] === "match", segments)));
  const query = readQuery(cursor, segments);
  const left = query ?? readOperand(cursor, segments);
  skipBlanks(cursor);
  const op = comparisons.find((sign) => takeText(cursor, sign));
  if (op === undefined) {
    return query === null
      ? fail("has a filter that compares with nothing")
      : negate({ type: "exists", query });
  }
  if (denied) fail("has a ! before a comparison: put the comparison in parentheses");
  skipBlanks(cursor);
  const right = readOperand(cursor, segments);
  return { type: "compare", op, left: "from" in left ? toNode(left) : left, right };
}

const patternStart = /(match|search)\(/y;

/** `match(subject, pattern)`: a pattern that stands in the path has to be one, before any answer is seen. */
function readTest(cursor: Cursor, whole: boolean, segments: ReadSegments): Logical {
  const name = whole ? "match" : "search";
  const value = () => {
    skipBlanks(cursor);
    const operand = readOperand(cursor, segments);
    skipBlanks(cursor);
    return operand;
  };
  const subject = value();
  if (!takeText(cursor, ",")) fail(`needs a text and a pattern in ${name}()`);
  const pattern = value();
  if (!takeText(cursor, ")")) fail(`lacks a closing parenthesis after ${name}(`);
  const literal = pattern.type === "literal" ? pattern.value : null;
  if (typeof literal === "string" && readPattern(literal) === null)
    fail(`has a pattern in ${name}() that is not understood`);
  return { type: "pattern", whole, subject, pattern };
}

function readQuery(cursor: Cursor, segments: ReadSegments): Query | null {
  const from = takeText(cursor, "$") ? "$" : takeText(cursor, "@") ? "@" : null;
  return from === null ? null : { from, path: segments(cursor) };
}

function toNode(query: Query): Operand {
  if (!isSingular(query.path)) fail("compares a path that may name several values");
  return { type: "node", query };
}

const functionStart = /([a-z][a-z_0-9]*)\(/y;
const keyword = /(true|false|null)(?![\w(])/y;
const keywords: ReadonlyMap<string | undefined, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function readOperand(cursor: Cursor, segments: ReadSegments): Operand {
  const query = readQuery(cursor, segments);
  if (query !== null) return toNode(query);
  const text = takeQuoted(cursor);
  if (text !== null) return { type: "literal", value: text };
  const called = take(cursor, functionStart);
  if (called !== null) return nested(cursor, () => readCall(cursor, called[1] ?? "", segments));
  const word = take(cursor, keyword);
  if (word !== null) return { type: "literal", value: keywords.get(word[1]) ?? null };
  const value = takeNumber(cursor);
  return value === null ? fail("has a filter that is not understood") : { type: "literal", value };
}

function readCall(cursor: Cursor, name: string, segments: ReadSegments): Operand {
  if (name === "match" || name === "search")
    fail(`compares ${name}(), which is true or false by itself`);
  if (name !== "length" && name !== "count" && name !== "value") {
    const known = "length(), count(), value(), match() and search()";
    fail(`does not know the function ${name}(); there are ${known}`);
  }
  skipBlanks(cursor);
  const operand =
    name === "length" ? readLength(cursor, segments) : readNodes(cursor, name, segments);
  skipBlanks(cursor);
  if (!takeText(cursor, ")")) fail(`lacks a closing parenthesis after ${name}(`);
  return operand;
}

const readLength = (cursor: Cursor, segments: ReadSegments): Operand => ({
  type: "length",
  of: readOperand(cursor, segments),
});

function readNodes(cursor: Cursor, type: "count" | "value", segments: ReadSegments): Operand {
  const query = readQuery(cursor, segments);
  return query === null ? fail(`needs a path in ${type}()`) : { type, query };
}
