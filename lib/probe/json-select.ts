import { compare, Unclear, type Value } from "@/lib/probe/json-compare";
import type { JsonPath, Logical, Operand, Query, Selector } from "@/lib/probe/json-path-shape";
import { readPattern } from "@/lib/probe/json-pattern";
import { type Json, repeated } from "@/lib/probe/json-text";

/** The nodes that a path names, or why that cannot be said: a repeated name on the way, or too much to look at. */
export type Selection = { ok: true; nodes: Json[] } | { ok: false; code: "several" | "too-many" };

/** Nodes looked at for one path, filters included. */
const mostVisits = 100_000;

/** One evaluation: how much may still be looked at, and where `$` is. */
type Search = { left: number; root: Json };

export function select(path: JsonPath, root: Json): Selection {
  const search: Search = { left: mostVisits, root };
  try {
    return { ok: true, nodes: follow(path, root, search) };
  } catch (error) {
    if (error instanceof Unclear) return { ok: false, code: error.code };
    throw error;
  }
}

function spend(search: Search, amount: number): void {
  search.left -= amount;
  if (search.left < 0) throw new Unclear("too-many");
}

function follow(path: JsonPath, from: Json, search: Search): Json[] {
  let nodes: Json[] = [seen(from)];
  for (const { descendant, selectors } of path) {
    const next: Json[] = [];
    const visit = (node: Json) => {
      spend(search, 1);
      for (const selector of selectors) pick(selector, node, next, search);
      if (descendant) for (const child of childrenOf(node)) visit(seen(child));
    };
    for (const node of nodes) visit(node);
    nodes = next;
  }
  return nodes;
}

/** Nothing can be said beyond a name that stood twice. */
function seen(node: Json): Json {
  if (node === repeated) throw new Unclear("several");
  return node;
}

function childrenOf(node: Json): Iterable<Json> {
  if (Array.isArray(node)) return node;
  return node instanceof Map ? node.values() : [];
}

function pick(selector: Selector, node: Json, found: Json[], search: Search): void {
  spend(search, 1);
  const add = (child: Json | undefined) => {
    if (child !== undefined) found.push(seen(child));
  };
  switch (selector.type) {
    case "name":
      add(node instanceof Map ? node.get(selector.name) : undefined);
      return;
    case "index":
      add(Array.isArray(node) ? node.at(selector.index) : undefined);
      return;
    case "wildcard":
    case "filter":
      for (const child of childrenOf(node)) {
        spend(search, 1);
        if (selector.type === "wildcard" || holds(selector.test, seen(child), search)) add(child);
      }
      return;
    case "slice":
      if (Array.isArray(node)) {
        for (const index of indexes(selector, node.length)) {
          spend(search, 1);
          add(node[index]);
        }
      }
  }
}

/** RFC 9535, 2.3.4.2.2: bounds within the array, in the direction of the step. */
function* indexes(
  { from, to, step }: { from: number | null; to: number | null; step: number },
  length: number,
): Generator<number> {
  const place = (index: number) => (index < 0 ? length + index : index);
  const within = (index: number, least: number, most: number) =>
    Math.min(Math.max(index, least), most);
  if (step > 0) {
    const end = within(place(to ?? length), 0, length);
    for (let at = within(place(from ?? 0), 0, length); at < end; at += step) yield at;
  } else if (step < 0) {
    const end = to === null ? -1 : within(place(to), -1, length - 1);
    const start = from === null ? length - 1 : within(place(from), -1, length - 1);
    for (let at = start; at > end; at += step) yield at;
  }
}

function holds(test: Logical, node: Json, search: Search): boolean {
  switch (test.type) {
    case "and":
      return test.parts.every((part) => holds(part, node, search));
    case "or":
      return test.parts.some((part) => holds(part, node, search));
    case "not":
      return !holds(test.part, node, search);
    case "exists":
      return nodesOf(test.query, node, search).length > 0;
    case "pattern": {
      const [text, pattern] = [test.subject, test.pattern].map((one) =>
        oneValue(one, node, search),
      );
      return meets(text, pattern, test.whole, search);
    }
    case "compare": {
      const [left, right] = [test.left, test.right].map((one) => oneValue(one, node, search));
      return compare(test.op, left, right, (amount) => spend(search, amount));
    }
  }
}

/** What is no text, or no pattern, meets nothing. */
function meets(text: Value, pattern: Value, whole: boolean, search: Search): boolean {
  if (typeof text !== "string" || typeof pattern !== "string") return false;
  spend(search, pattern.length);
  const read = readPattern(pattern);
  if (read === null) return false;
  spend(search, (text.length * read.size) >> 8);
  return read.meets(text, whole);
}

const nodesOf = ({ from, path }: Query, node: Json, search: Search) =>
  follow(path, from === "$" ? search.root : node, search);

/** `undefined` is the RFC's Nothing. */
function oneValue(operand: Operand, node: Json, search: Search): Value {
  if (operand.type === "literal") return operand.value;
  if (operand.type === "length") return lengthOf(oneValue(operand.of, node, search), search);
  const nodes = nodesOf(operand.query, node, search);
  if (operand.type === "count") return nodes.length;
  return nodes.length === 1 ? nodes[0] : undefined;
}

/** Characters of a text, elements of an array, members of an object. */
function lengthOf(value: Value, search: Search): Value {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  if (typeof value !== "string") return undefined;
  spend(search, value.length >> 6);
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}
