import fc from "fast-check";
import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, test } from "vitest";
import { flattenItems } from "@/lib/checklist/outline";
import { parseTree } from "@/lib/checklist/parse";
import { readChecklist } from "@/lib/checklist/read";
import { documents, noise } from "@/lib/checklist/testing/documents";
import { parsePiece } from "@/lib/checklist/tree";

const gfm = unified().use(remarkParse).use(remarkGfm);

/** Counted apart from the reader: over the tree of the two packages as they are. */
function taskItemsOf(node: Nodes): number {
  const own = node.type === "listItem" && node.checked != null ? 1 : 0;
  return "children" in node
    ? node.children.reduce((sum: number, child) => sum + taskItemsOf(child), own)
    : own;
}

/** Blank lines between the entries of a list are the one thing that is not put together again. */
function unspread(nodes: Nodes[]): unknown {
  return JSON.parse(JSON.stringify(nodes, (key, value) => (key === "spread" ? undefined : value)));
}

function expectWholeReading(text: string): void {
  const checklist = readChecklist(text);
  const items = flattenItems(checklist).map(({ item }) => item);
  const { counts } = checklist;
  expect(counts.taskItems).toBe(taskItemsOf(gfm.parse(text)));
  expect(counts.items).toBe(items.length);
  const others = items.filter((item) => item.source !== "task").length;
  expect(counts.items + counts.teamSignOffs + counts.taskChoices).toBe(counts.taskItems + others);
  const keys = [
    ...items.map((item) => item.key),
    ...checklist.signOffs.map((signOff) => signOff.key),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(items.every((item) => item.label !== "" || item.source !== "task")).toBe(true);
}

describe("whatever the document", () => {
  test("no task item is lost and none is made up", () => {
    fc.assert(fc.property(documents, expectWholeReading), { numRuns: 150 });
  }, 60_000);

  test("nor in lines that nobody means", () => {
    fc.assert(fc.property(noise, expectWholeReading), { numRuns: 500 });
  }, 60_000);

  test("reading in pieces gives the tree of the whole", () => {
    fc.assert(
      fc.property(fc.oneof(documents, noise), (text) => {
        expect(unspread(parseTree(text, 1).children)).toEqual(unspread(parsePiece(text).children));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test("an item keeps its key when lines are put above it", () => {
    fc.assert(
      fc.property(documents, (text) => {
        const keysOf = (source: string) =>
          flattenItems(readChecklist(source)).map(({ item }) => item.key);
        fc.pre(!text.startsWith("---"));
        expect(keysOf(`<!-- a\nb -->\n\n${text}`)).toEqual(keysOf(text));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
