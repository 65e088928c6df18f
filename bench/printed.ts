import { type Figure, median } from "@/bench/figures";
import { type RecordParts, statementOf } from "@/lib/dossier/make";
import { pdfOf } from "@/lib/dossier/pdf/pdf";

const times = 5;
const megabyte = 1024 * 1024;

/** The printed record of the seed's deployment: how long it takes, and what the process grows by while it is made. */
export async function printedFigures(parts: RecordParts): Promise<Figure[]> {
  const { predicate } = statementOf(parts, new Date(), "bench");
  const all: number[] = [];
  const before = process.memoryUsage().rss;
  let most = before;
  let bytes = 0;
  for (let round = 0; round < times; round += 1) {
    const start = performance.now();
    const pdf = await pdfOf(predicate, {
      locale: "ko",
      contacts: true,
      gone: "",
      keyId: "0".repeat(64),
    });
    all.push(performance.now() - start);
    most = Math.max(most, process.memoryUsage().rss);
    bytes = pdf.length;
  }
  return [
    {
      id: "pdf.made",
      title: "Printed record of the seed's deployment",
      value: median(all) / 1000,
      unit: "s",
      note: `${predicate.events.length} events, ${Math.round(bytes / 1000)} kB; the first ${Math.round(all[0] ?? 0)} ms`,
      target: { good: "below", than: 5 },
    },
    {
      id: "pdf.memory",
      title: "Memory that the process grows by meanwhile",
      value: (most - before) / megabyte,
      unit: "MB",
      note: `most of ${times} rounds, on top of ${Math.round(before / megabyte)} MB`,
      target: { good: "below", than: 200 },
    },
  ];
}
