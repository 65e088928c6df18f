import type { Table, TableCell, TableRow } from "mdast";
import { type Box, cellBox } from "@/lib/checklist/boxes";
import { addItem, newDraft } from "@/lib/checklist/draft";
import { keepRaw } from "@/lib/checklist/keep";
import { type Label, readLabel } from "@/lib/checklist/label";
import type { Place, Walk } from "@/lib/checklist/place";
import { toPlain } from "@/lib/checklist/plain";
import { endOf, lineOf, sliceOf, startOf } from "@/lib/checklist/tree";

type Cell = { node: TableCell; header: string; box: Box | null; text: string };

/** Columns whose boxes are answers to one question, not questions of their own. */
const answers =
  /^(?:yes|no|n\/?a|pass(?:ed)?|fail(?:ed)?|ok|ng|예|아니[오요]|해당\s*없음|합격|불합격|통과|실패)$/i;
const labelHeaders =
  /^(?:check|item|task|step|action|description|name|what|점검|항목|작업|단계|내용)/i;

/** A table with checkboxes: a row is an item; with several columns of boxes, each box is one. */
export function readTable(walk: Walk, table: Table, place: Place): void {
  const { source } = walk.reading;
  const headers = (table.children[0]?.children ?? []).map((cell) => toPlain(cell.children, source));
  for (const row of table.children.slice(1)) {
    const cells = row.children.map((node, index) => readCell(walk, node, headers[index] ?? ""));
    if (cells.some((cell) => cell.box)) readRow(walk, row, cells, place);
    else keepRaw(walk, sliceOf(source, row), lineOf(row), place);
  }
}

function readCell(walk: Walk, node: TableCell, header: string): Cell {
  const box = cellBox(walk.reading.source, node);
  const text = toPlain(node.children, walk.reading.source);
  return {
    node,
    header,
    box,
    text: box ? text.replace(/^(?:\[[ xX]\]|[☐⬜☑☒]\uFE0F?)\s*/u, "") : text,
  };
}

function readRow(walk: Walk, row: TableRow, cells: Cell[], place: Place): void {
  const boxed = cells.filter((cell) => cell.box);
  const own = boxed.filter((cell) => cell.text !== "");
  const oneItem = boxed.length === 1 || boxed.every((cell) => answers.test(cell.header));
  if (own.length === boxed.length)
    for (const cell of own) addRow(walk, row, cells, cell, null, cell, place);
  else if (oneItem) {
    const [cell] = boxed;
    const label = labelCell(cells);
    if (cell) addRow(walk, row, cells, cell, null, label ?? cell, place);
  } else {
    for (const cell of boxed)
      addRow(walk, row, cells, cell, cell.header, labelCell(cells) ?? cell, place);
  }
}

/** The cell that says what is to be done: by its header, else the first with words in it. */
function labelCell(cells: Cell[]): Cell | undefined {
  const wordy = cells.filter((cell) => !/^[\s\d#.]*$/.test(cell.text));
  return wordy.find((cell) => labelHeaders.test(cell.header)) ?? wordy[0];
}

function addRow(
  walk: Walk,
  row: TableRow,
  cells: Cell[],
  boxed: Cell,
  column: string | null,
  labelled: Cell,
  place: Place,
): void {
  if (!boxed.box) return;
  const label: Label = readLabel(
    walk.reading,
    labelled.node.children,
    lineOf(row),
    labelled.box ? labelled.box.after : null,
  );
  const others = cells.filter((cell) => cell !== labelled && !cell.box && cell.text !== "");
  const item = newDraft({
    source: "table",
    label: column ? `${label.text} (${column})` : label.text,
    explicitKey: column ? null : label.key,
    line: lineOf(row),
    claimed: boxed.box.claimed,
    group: place.group.length > 0 ? place.group.join(" › ") : null,
    texts: others.map((cell) => (cell.header ? `${cell.header}: ${cell.text}` : cell.text)),
    anchor: {
      ...label,
      mark: boxed.box,
      textEnd: endOf(row),
      blockStart: startOf(row),
      blockEnd: endOf(row),
      shape: column ? "table-column" : "table",
    },
  });
  addItem(walk.reading, place.parent, item);
}
