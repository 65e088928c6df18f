import { vi } from "vitest";
import type { Done } from "@/lib/command/transact";
import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { emptyEvidence } from "@/lib/probe/evidence";
import { recordVerdict } from "@/lib/probe/verdict-commands";
import { withdrawRequest } from "@/lib/sign-off/request-commands";
import type { StatementView } from "@/lib/sign-off/schema";
import { makeDeployment, planNow } from "@/lib/testing/deployments";
import type { MadePerson } from "@/lib/testing/fixtures";
import { waits } from "@/lib/testing/model/ask-steps";
import { type Cast, reassemble } from "@/lib/testing/model/cast";
import type { CommandName } from "@/lib/testing/model/commands";
import type { Model } from "@/lib/testing/model/model";
import type { Outline } from "@/lib/testing/model/outline";
import type { Name } from "@/lib/testing/model/people";

/** The real thing, and how the model's words are its ids. */
export type Real = {
  id: string;
  people: Record<Name, MadePerson>;
  /** Keys of items, sections, sign-offs; ids of probes, environments and teams: by the model's names. */
  items: Record<string, string>;
  sections: Record<string, string>;
  units: Record<string, string>;
  signOffs: Record<string, string>;
  probes: Record<string, string>;
  /** Keys of stages by their kind. */
  stages: Record<string, string>;
  environments: Record<string, string>;
  teams: Record<string, string>;
  admin: MadePerson;
  /** Ids of requests to sign, in the order of the model's. */
  requests: string[];
  /** Ids of delegations, likewise. */
  delegations: string[];
  shares: string[];
  createdAt: string;
  /** A statement that was read and is not signed yet. */
  kept: StatementView | null;
  /** Commands that have done something. */
  allowed: Set<CommandName>;
};

/** Team sign-offs by their team, those of several of a team numbered. */
function nameOf({ label, teamName }: { label: string; teamName: string | null }): string {
  const seat = /\((\d+)\/\d+\)$/.exec(label)?.[1];
  return teamName && seat ? `${teamName} ${seat}` : (teamName ?? label);
}

/** `now`: the moment at which it is made; the clock stays there until the first step. */
export async function makeReal(cast: Cast, outline: Outline, now: number): Promise<Real> {
  const { people, project, environments, teams, admin, allowed } = cast;
  vi.setSystemTime(now - 1_000);
  await reassemble(cast);
  vi.setSystemTime(now);
  const { id } = await makeDeployment({ text: outline.text, project, manager: people.manager });
  const { state, plan } = await planNow(id);
  const items = Object.fromEntries(Object.values(plan.items).map(({ label, key }) => [label, key]));
  const sections: [string, string][] = [];
  const units: [string, string][] = [];
  const stages: [string, string][] = [];
  for (const [at, unit] of outline.units.entries()) {
    const real = plan.units[at];
    if (!real) throw new Error(`${unit.id} was not read as a unit`);
    units.push([unit.id, real.key]);
    stages.push([unit.kind, real.stageKey]);
    for (const [index, { title }] of unit.sections.entries())
      sections.push([title, real.sectionKeys[index] ?? ""]);
  }
  return {
    ...{ id, people, items, environments, teams, admin, allowed, createdAt: state.createdAt },
    ...{
      requests: [],
      delegations: [],
      shares: [],
      kept: null,
      stages: Object.fromEntries(stages),
    },
    sections: Object.fromEntries(sections),
    units: Object.fromEntries(units),
    signOffs: Object.fromEntries(
      Object.values(state.signOffs).map((one) => [nameOf(one), one.key]),
    ),
    probes: Object.fromEntries(
      Object.values(state.probes).map((probe) => [
        `of ${plan.items[probe.itemKey]?.label}`,
        probe.id,
      ]),
    ),
  };
}

/** As the worker does when it has taken a run and measured; "lost": its worker was. */
export async function record(
  real: Real,
  probe: string,
  told: "pass" | "fail" | "inconclusive" | "lost",
  startedAt: Date,
): Promise<Done<null>> {
  const { state } = await planNow(real.id);
  const probeId = real.probes[probe] ?? "";
  const runId = state.probes[probeId]?.running?.runId ?? "never queued";
  await query(`update "ProbeRun" set status = 'running', lease = 'model' where id = $1`, [runId]);
  const codes = { pass: "held", fail: "contradicted", inconclusive: "not-measured" } as const;
  const result =
    told === "lost"
      ? null
      : {
          ...{ verdict: told, reason: { code: codes[told], params: {} }, assertions: [] },
          ...{ figures: [], evidence: emptyEvidence(new Date()) },
        };
  return recordVerdict(system("probe"), {
    ...{ deploymentId: real.id, probeId, runId, lease: "model" },
    ...{ startedAt: startedAt.toISOString(), result },
  });
}

/** Nobody is reminded any more of what was left open: the worker looks at all deployments. */
export async function leave(model: Model, { id: deploymentId, people, requests }: Real) {
  const { caller } = people.manager;
  for (const [at, request] of model.asked.entries())
    if (request.every !== null && waits(model, request))
      await withdrawRequest(caller, { deploymentId, requestId: requests[at] });
}
