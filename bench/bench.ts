import { parseArgs } from "node:util";
import { commandFigures } from "@/bench/bare-sql";
import type { Figure } from "@/bench/figures";
import { busyWarning, databaseSettings, loadNow, machine } from "@/bench/machine";
import { memoryFigures } from "@/bench/memory";
import { pageFigures } from "@/bench/page";
import { probeFigures } from "@/bench/probes";
import { readingFigures } from "@/bench/reading";
import { readFigures } from "@/bench/reads";
import { asJson, asTable, type Report } from "@/bench/report";
import { signatureFigures } from "@/bench/signatures";
import { type Stage, startStage } from "@/bench/stage";
import { tickFigures } from "@/bench/tick";
import { liveFigures } from "@/bench/two-browsers";

/** These need no product, and run before it starts. */
const alone: Record<string, (say: (line: string) => void) => Promise<Figure[]>> = {
  probes: probeFigures,
};

/** In the order in which they run; memory is taken after all that was asked for. */
const parts: Record<string, (stage: Stage) => Promise<Figure[]> | Figure[]> = {
  tick: tickFigures,
  command: ({ place }) => commandFigures(place),
  page: pageFigures,
  live: liveFigures,
  read: readFigures,
  import: readingFigures,
  signatures: signatureFigures,
  memory: ({ pid }) => memoryFigures(pid),
};

const names = [...Object.keys(alone), ...Object.keys(parts)];

const HELP = `npm run bench -- [PART]... [--only PART,PART] [--json]
Measures a production build on this machine, with a database of its own that is thrown away.
Parts: ${names.join(", ")}
`;

const say = (line: string) => console.error(line);

/** `npm run bench`: a table, or JSON with `--json`; 1 when something could not be measured. */
export async function main(args: string[]): Promise<number> {
  const options = {
    only: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const asked = [...positionals, ...(values.only?.split(",") ?? [])];
  const wanted = asked.length > 0 ? asked : names;
  if (values.help || wanted.some((name) => !names.includes(name))) {
    say(HELP);
    return values.help ? 0 : 2;
  }
  const report = await measure(wanted);
  process.stdout.write(values.json ? asJson(report) : asTable(report));
  return report.failures.length > 0 ? 1 : 0;
}

async function measure(wanted: readonly string[]): Promise<Report> {
  const loadAtStart = loadNow();
  const about = machine(loadAtStart);
  const warning = busyWarning(loadAtStart, about.cores);
  if (warning) say(warning);
  const report: Report = { machine: about, warning, figures: [], failures: [] };
  for (const [name, take] of Object.entries(alone))
    if (wanted.includes(name)) await add(report, name, () => take(say));
  if (Object.keys(parts).some((name) => wanted.includes(name)))
    await measureProduct(wanted, report);
  return report;
}

async function measureProduct(wanted: readonly string[], report: Report): Promise<void> {
  const stage = await startStage(say);
  try {
    report.machine.database = await databaseSettings();
    for (const [name, take] of Object.entries(parts))
      if (wanted.includes(name)) await add(report, name, () => take(stage));
  } finally {
    await stage.stop();
  }
}

/** What cannot be measured is named, and does not keep the rest from being measured. */
async function add(
  report: Report,
  name: string,
  take: () => Promise<Figure[]> | Figure[],
): Promise<void> {
  say(`Measuring: ${name}`);
  try {
    report.figures.push(...(await take()));
  } catch (error) {
    report.failures.push(name);
    console.error(`${name} could not be measured:`, error);
  }
}
