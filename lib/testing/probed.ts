import { query } from "@/lib/core/db";
import { queueProbe } from "@/lib/probe/commands";
import { workOff } from "@/lib/probe/runner";
import { type MadeDeployment, makeDeployment, planNow } from "@/lib/testing/deployments";
import { makeProject } from "@/lib/testing/fixtures";

/** A deployment whose items "One", "Two", … have a probe each. */
export type Probed = MadeDeployment & { probeIds: string[] };

const names = ["One", "Two", "Three", "Four", "Five"];

const indented = (spec: string) => spec.trim().replaceAll(/^/gm, "  ");

/** `specs` as YAML, in the first stage, which is open; `later` in one that is not. */
export async function makeProbed(specs: string[], later: string[] = []): Promise<Probed> {
  const item = (spec: string, at: number) =>
    `- [ ] ${names[at]}\n  \`\`\`probe\n${indented(spec)}\n  \`\`\`\n`;
  const first = specs.map(item);
  const second = later.map((spec, at) => item(spec, specs.length + at));
  const text = `# Checklist\n\n## Preparation\n- [ ] Ready\n${first.join("")}\n## Verification\n- [ ] Seen\n${second.join("")}`;
  const project = await makeProject({ allow: ["127.0.0.1/32"] });
  const made = await makeDeployment({ text, project });
  const { state, plan } = await planNow(made.id);
  const label = (itemKey: string) => names.indexOf(plan.items[itemKey]?.label ?? "");
  const probes = Object.values(state.probes).sort((a, b) => label(a.itemKey) - label(b.itemKey));
  return { ...made, probeIds: probes.map(({ id }) => id) };
}

export const httpSpec = (url: string, more = ""): string =>
  `kind: http\ntarget: ${url}/health\nassert: ["status == 200"]\n${more}`;

/** Presses the button of a probe; returns the run's id. */
export async function queueRun({ id, manager, probeIds }: Probed, at = 0): Promise<string> {
  const ask = { deploymentId: id, probeId: probeIds[at] ?? "" };
  return (await queueProbe(manager.caller, ask)).result.runId;
}

/** Does what a worker does when it is woken for a run. */
export const work = (runId: string): Promise<void> => workOff(runId, new AbortController().signal);

export async function probeNow({ id, probeIds }: Probed, at = 0) {
  const { state } = await planNow(id);
  const probe = state.probes[probeIds[at] ?? ""];
  if (!probe) throw new Error("no such probe");
  return probe;
}

export async function itemNow(made: Probed, at = 0) {
  const { state } = await planNow(made.id);
  return state.items[(await probeNow(made, at)).itemKey];
}

type RunRow = { status: string; lease: string | null; takes: number; dueAt: Date | null };

export async function runRow(runId: string): Promise<RunRow | undefined> {
  const [row] = await query<RunRow>(
    `select status, lease, takes, "dueAt" from "ProbeRun" where id = $1`,
    [runId],
  );
  return row;
}

/** As if so much time had passed since the next measurement was due. */
export async function makeDue(runId: string, lateSeconds = 0): Promise<void> {
  await query(
    `update "ProbeRun" set "dueAt" = clock_timestamp() - make_interval(secs => $2) where id = $1`,
    [runId, lateSeconds],
  );
}

/** As if the worker of a run had died a minute ago, after this many takings. */
export async function loseWorker(runId: string, takes = 1): Promise<void> {
  await query(
    `update "ProbeRun" set status = 'running', lease = 'of the dead', takes = $2, "beatAt" = now() - interval '1 minute' where id = $1`,
    [runId, takes],
  );
}
