/** A JSONPath query (RFC 9535) once it has been read: data, never code. */

export type Selector =
  | { type: "name"; name: string }
  | { type: "index"; index: number }
  | { type: "wildcard" }
  /** `from` and `to` as written; null where they were left out. */
  | { type: "slice"; from: number | null; to: number | null; step: number }
  | { type: "filter"; test: Logical };

/** `descendant`: the selectors are applied to the node and everything below it. */
export type Segment = { descendant: boolean; selectors: Selector[] };
export type JsonPath = Segment[];

/** `$` begins at the root of the document, `@` at the node that a filter looks at. */
export type Query = { from: "$" | "@"; path: JsonPath };

export const comparisons = ["==", "!=", "<=", ">=", "<", ">"] as const;
export type Comparison = (typeof comparisons)[number];

export type Logical =
  | { type: "or" | "and"; parts: Logical[] }
  | { type: "not"; part: Logical }
  | { type: "exists"; query: Query }
  /** `whole`: `match()`, else `search()`. */
  | { type: "pattern"; whole: boolean; subject: Operand; pattern: Operand }
  | { type: "compare"; op: Comparison; left: Operand; right: Operand };

/** One value, or nothing. `node`: of a singular query. */
export type Operand =
  | { type: "literal"; value: string | number | boolean | null }
  | { type: "node"; query: Query }
  | { type: "length"; of: Operand }
  | { type: "count" | "value"; query: Query };

/** Names at most one node, whatever the document. */
export const isSingular = (path: JsonPath) =>
  path.every(
    ({ descendant, selectors: [first, ...more] }) =>
      !descendant && more.length === 0 && (first?.type === "name" || first?.type === "index"),
  );
