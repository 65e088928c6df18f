import { diffLines } from "diff";
import type { ChecklistDiff } from "@/lib/checklist/diff";

export type LineKind = "same" | "added" | "removed";
export type DiffLine = {
  kind: LineKind;
  before: number | null;
  after: number | null;
  text: string;
};
/** Lines that differ with three lines around them; `skipped`: lines left out above it. */
export type Hunk = { skipped: number; lines: DiffLine[] };
export type TextDiff = { added: number; removed: number; hunks: Hunk[]; skippedBelow: number };

/** `lines` is null when they differ too much to be compared in time. */
export type Comparison = { lines: TextDiff | null; items: ChecklistDiff };

const around = 3;

/** Differences between two texts, line by line; null when they differ too much to be compared in time. */
export function compareTexts(before: string, after: string): TextDiff | null {
  const parts = diffLines(normal(before), normal(after), { timeout: 2_000 });
  if (!parts) return null;
  const lines: DiffLine[] = [];
  let [old, now] = [0, 0];
  for (const part of parts) {
    const kind: LineKind = part.added ? "added" : part.removed ? "removed" : "same";
    for (const text of part.value.replace(/\n$/, "").split("\n")) {
      if (kind !== "added") old += 1;
      if (kind !== "removed") now += 1;
      const numbers = {
        before: kind === "added" ? null : old,
        after: kind === "removed" ? null : now,
      };
      lines.push({ kind, text, ...numbers });
    }
  }
  const count = (kind: LineKind) => lines.filter((line) => line.kind === kind).length;
  return { added: count("added"), removed: count("removed"), ...hunksOf(lines) };
}

/** Line ends and a missing last one are no differences to a reader. */
function normal(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n");
  return lines.endsWith("\n") ? lines : `${lines}\n`;
}

function hunksOf(lines: readonly DiffLine[]): Pick<TextDiff, "hunks" | "skippedBelow"> {
  const near = new Set<number>();
  lines.forEach((line, at) => {
    if (line.kind === "same") return;
    for (let i = at - around; i <= at + around; i++) near.add(i);
  });
  const hunks: Hunk[] = [];
  let skipped = 0;
  let open: Hunk | null = null;
  lines.forEach((line, at) => {
    if (!near.has(at)) {
      skipped += 1;
      open = null;
      return;
    }
    if (!open) {
      open = { skipped, lines: [] };
      hunks.push(open);
      skipped = 0;
    }
    open.lines.push(line);
  });
  return { hunks, skippedBelow: skipped };
}
