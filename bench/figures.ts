/** One line of the report. */
export type Figure = {
  /** Stable name for `--json`. */
  id: string;
  title: string;
  value: number;
  unit: string;
  /** What the project aims at; "above" and "below" name the good side. */
  target?: { good: "above" | "below"; than: number };
  note?: string;
};

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
  if (found === undefined) throw new Error("no measurements to take a quantile of");
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function meets({ value, target }: Figure): boolean | null {
  if (!target) return null;
  return target.good === "below" ? value < target.than : value >= target.than;
}

export function rounded(value: number): number {
  if (value >= 100) return Math.round(value);
  return value >= 10 ? Math.round(value * 10) / 10 : Math.round(value * 100) / 100;
}

/** Rows of columns, padded; for a terminal. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
