import { fillVariables } from "@/lib/checklist/variables";
import type { ProbeState } from "@/lib/deployment/state";
import type { ProbeFigure } from "@/lib/probe/schema";

export type ShownFigure = {
  figure: ProbeFigure;
  /** Operator and bound as asked ("< 500ms"); null when nothing was asked of it. */
  asked: string | null;
};

/** The lines of a spec that say what must hold. */
function assertionsOf(probe: ProbeState): string[] {
  const { assert } = probe.spec;
  return Array.isArray(assert) ? assert.filter((line) => typeof line === "string") : [];
}

/** The figures of the last run, each beside what was asked of it. */
export function figuresOf(probe: ProbeState): ShownFigure[] {
  const lines = assertionsOf(probe);
  return (probe.latest?.figures ?? []).map((figure) => {
    const line = lines.find((each) => each.startsWith(`${figure.name} `));
    return { figure, asked: line?.slice(figure.name.length).trim() ?? null };
  });
}

/** Where it looks, variables filled. */
export function targetOf(probe: ProbeState, values: Record<string, string>): string {
  const { target } = probe.spec;
  return typeof target === "string" ? fillVariables(target, values).text : "";
}
