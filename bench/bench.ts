import { parseArgs } from "node:util";
import { commandFigures } from "@/bench/bare-sql";
import type { Figure } from "@/bench/figures";
import { busyWarning, loadNow, machine } from "@/bench/machine";
import { memoryFigures } from "@/bench/memory";
import { pageFigures } from "@/bench/page";
import { readingFigures } from "@/bench/reading";
import { readFigures } from "@/bench/reads";
import { asJson, asTable, type Report } from "@/bench/report";
import { type Stage, startStage } from "@/bench/stage";
import { tickFigures } from "@/bench/tick";
import { liveFigures } from "@/bench/two-browsers";

/** In the order in which they run; memory is taken after all that was asked for. */
const parts: Record<string, (stage: Stage) => Promise<Figure[]> | Figure[]> = {
  tick: tickFigures,
  command: ({ place }) => commandFigures(place),
  page: pageFigures,
  live: liveFigures,
  read: readFigures,
  import: readingFigures,
  memory: ({ pid }) => memoryFigures(pid),
};

const HELP = `npm run bench -- [--only PART,PART] [--json]
Measures a production build on this machine, with a database of its own that is thrown away.
Parts: ${Object.keys(parts).join(", ")}
`;

const say = (line: string) => console.error(line);

/** `npm run bench`: a table, or JSON with `--json`; 1 when something could not be measured. */
export async function main(args: string[]): Promise<number> {
  const options = {
    only: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args, options });
  const wanted = values.only?.split(",") ?? Object.keys(parts);
  if (values.help || wanted.some((name) => !parts[name])) {
    say(HELP);
    return values.help ? 0 : 2;
  }
  const report = await measure(wanted);
  process.stdout.write(values.json ? asJson(report) : asTable(report));
  return report.failures.length > 0 ? 1 : 0;
}

async function measure(wanted: readonly string[]): Promise<Report> {
  const loadAtStart = loadNow();
  const stage = await startStage(say);
  try {
    const about = await machine(loadAtStart);
    const warning = busyWarning(loadAtStart, about.cores);
    if (warning) say(warning);
    const figures: Figure[] = [];
    const failures: string[] = [];
    for (const [name, take] of Object.entries(parts)) {
      if (!wanted.includes(name)) continue;
      say(`Measuring: ${name}`);
      try {
        figures.push(...(await take(stage)));
      } catch (error) {
        failures.push(name);
        console.error(`${name} could not be measured:`, error);
      }
    }
    return { machine: about, warning, figures, failures };
  } finally {
    await stage.stop();
  }
}
