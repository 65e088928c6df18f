import { performance } from "node:perf_hooks";
import { type Figure, median } from "@/bench/figures";
import { readChecklist } from "@/lib/checklist/read";

const items = 5_000;
const times = 5;

/** A long checklist of ordinary shapes: sections, commands, nested and optional items. */
export function longChecklist(items: number): string {
  const lines = ["# Long checklist", "", "**Version**: v1.0.0"];
  for (let made = 0; made < items; made += 1) {
    if (made % 500 === 0) lines.push("", `## Stage ${made / 500 + 1}: Deploy part`);
    if (made % 50 === 0) lines.push("", `### Section ${made / 50 + 1}`, "");
    const nested = made % 10 === 3 ? "  " : "";
    const optional = made % 25 === 7 ? " (if applicable)" : "";
    lines.push(`${nested}- [ ] Check number ${made} of \`service-${made % 40}\`${optional}`);
    if (made % 20 === 11) lines.push("", "  ```bash", `  kubectl get pod app-${made}`, "  ```", "");
  }
  return `${lines.join("\n")}\n`;
}

/** (e) How long the importer takes. */
export function readingFigures(): Figure[] {
  const text = longChecklist(items);
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const start = performance.now();
    const { counts } = readChecklist(text);
    taken.push(performance.now() - start);
    if (counts.items !== items) throw new Error(`${counts.items} items were read, not ${items}`);
  }
  const first = taken[0] ?? 0;
  return [
    {
      id: "import",
      title: `Reading a checklist of ${items} items`,
      value: median(taken),
      unit: "ms",
      note: `${Math.round(text.length / 1000)} kB; the first ${Math.round(first)} ms`,
      target: { good: "below", than: 1_000 },
    },
  ];
}
