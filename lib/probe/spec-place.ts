import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import { quoteVariables } from "@/lib/probe/spec-text";

/** Where in the text something stands; both begin at 1. */
export type Place = { line: number; column: number };

/**
 * Looks at a text that is no valid spec: its `kind` as written, and the place of what is wrong: of
 * the first mistake in its YAML, else of the field at `path` (`assert.1`), or of the nearest thing around it.
 */
export function lookAt(text: string, path: string): { kind: string | null; place: Place } {
  const lines = new LineCounter();
  const document = parseDocument(quoteVariables(text), { lineCounter: lines, logLevel: "silent" });
  const broken = document.errors[0]?.pos[0] ?? aliasIn(document);
  const { line, col } = lines.linePos(broken ?? fieldIn(document.contents, path));
  const kind = isMap(document.contents) ? document.contents.get("kind") : null;
  return {
    kind: broken === null && typeof kind === "string" ? kind : null,
    // An empty text has no lines to the counter.
    place: { line: Math.max(line, 1), column: Math.max(col, 1) },
  };
}

/** Aliases are YAML, but no spec has them. */
function aliasIn(document: ReturnType<typeof parseDocument>): number | null {
  let found: number | null = null;
  visit(document, {
    Alias: (_, node) => {
      found = node.range?.[0] ?? null;
      return visit.BREAK;
    },
  });
  return found;
}

function fieldIn(contents: unknown, path: string): number {
  let node = contents;
  let offset = startOf(node) ?? 0;
  for (let rest = path; rest !== ""; ) {
    const step = stepInto(node, rest);
    if (step === null) break;
    node = step.node;
    offset = startOf(node) ?? step.keyStart ?? offset;
    rest = step.rest;
  }
  return offset;
}

type Step = { node: unknown; keyStart: number | null; rest: string };

/** Names may hold dots themselves, so the whole of a name is looked for in what is there. */
function stepInto(node: unknown, path: string): Step | null {
  const after = (name: string) => path.slice(name.length + 1);
  if (isSeq(node)) {
    const index = path.split(".", 1)[0] ?? "";
    return { node: node.items[Number(index)], keyStart: null, rest: after(index) };
  }
  if (!isMap(node)) return null;
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : null;
    if (name === null || (path !== name && !path.startsWith(`${name}.`))) continue;
    return { node: value, keyStart: startOf(key), rest: after(name) };
  }
  return null;
}

function startOf(node: unknown): number | null {
  return isNode(node) && !isAlias(node) ? (node.range?.[0] ?? null) : null;
}
