import { fillVariables } from "@/lib/checklist/variables";
import type { ProbeState, RunSummary } from "@/lib/deployment/probe-state";
import type { ProbeFigure } from "@/lib/probe/schema";

/** As many as a line of an item takes; the rest stands in the details. */
const mostShown = 3;

/** The figures of a run that a line has room for: of a failure what failed, else what was asked about first. */
export function shownFigures({ figures, verdict }: RunSummary): ProbeFigure[] {
  const asked = figures.filter((figure) => figure.asked !== undefined);
  const failed = asked.filter((figure) => figure.verdict === "fail");
  const rest = figures.filter((figure) => figure.asked === undefined);
  const fitting = { pass: [...asked, ...rest], fail: failed, inconclusive: asked }[verdict];
  return fitting.slice(0, mostShown);
}

/** Where it looks, variables filled. */
export function targetOf(probe: ProbeState, values: Record<string, string>): string {
  const { target } = probe.spec;
  return typeof target === "string" ? fillVariables(target, values).text : "";
}
