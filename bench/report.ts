import { type Figure, meets, rounded, table } from "@/bench/figures";
import type { Machine } from "@/bench/machine";

export type Report = {
  machine: Machine;
  warning: string | null;
  figures: Figure[];
  /** Parts that could not be measured. */
  failures: string[];
};

export function asJson({ machine, warning, figures, failures }: Report): string {
  const judged = figures.map((figure) => ({ ...figure, met: meets(figure) }));
  return `${JSON.stringify({ machine, warning, figures: judged, failures }, null, 2)}\n`;
}

export function asTable({ machine, warning, figures, failures }: Report): string {
  const { cores, processor, memoryGb, node, database, loadAtStart } = machine;
  const postgres = database
    ? `; PostgreSQL ${database.postgres} (fsync ${database.settings.fsync})`
    : "";
  const rows = figures.map((figure) => {
    const { title, value, unit, target, note } = figure;
    const met = meets(figure);
    return [
      title,
      `${rounded(value)}${unit === "" || unit === "/s" ? unit : ` ${unit}`}`,
      target ? `${target.good === "below" ? "<" : "≥"} ${target.than}` : "",
      met === null ? "" : met ? "met" : "NOT met",
      note ?? "",
    ];
  });
  const lines = [
    `${cores} × ${processor}, ${memoryGb} GB; Node ${node}${postgres}; load at start ${loadAtStart}`,
    ...(warning ? [warning] : []),
    "",
    table([["", "measured", "aim", "", ""], ...rows]),
    ...(failures.length > 0 ? ["", `Not measured: ${failures.join(", ")} (why stands above)`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
