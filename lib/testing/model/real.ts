import type { Done } from "@/lib/command/transact";
import { system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { emptyEvidence } from "@/lib/probe/evidence";
import { recordVerdict } from "@/lib/probe/verdict-commands";
import { createEnvironment } from "@/lib/project/commands";
import type { StatementView } from "@/lib/sign-off/schema";
import { makeDeployment, planNow } from "@/lib/testing/deployments";
import { type MadePerson, makePerson, makeProject, makeTeam, setup } from "@/lib/testing/fixtures";
import type { Outline } from "@/lib/testing/model/outline";
import { type Name, names, people } from "@/lib/testing/model/people";

/** The real thing, and how the model's words are its ids. */
export type Real = {
  id: string;
  people: Record<Name, MadePerson>;
  /** Keys of items, sections, sign-offs; ids of probes, their last run, and environments: by the model's names. */
  items: Record<string, string>;
  sections: Record<string, string>;
  units: Record<string, string>;
  signOffs: Record<string, string>;
  probes: Record<string, string>;
  runs: Record<string, string>;
  environments: Record<string, string>;
  /** Ids of requests to sign, in the order of the model's. */
  requests: string[];
  createdAt: string;
  /** A statement that was read and is not signed yet. */
  kept: StatementView | null;
};

export type Cast = {
  people: Record<Name, MadePerson>;
  project: Awaited<ReturnType<typeof makeProject>>;
};

/** Once per database. */
export async function makePeople(): Promise<Cast & { environments: Record<string, string> }> {
  const project = await makeProject();
  const staging = { projectId: project.id, name: "Staging", zone: "UTC", variables: {}, allow: [] };
  const { environmentId } = (await createEnvironment(setup, staging)).result;
  const other = await makeProject();
  const teams: Record<string, string> = {};
  for (const name of ["QA", "Development", "Security"]) teams[name] = (await makeTeam(name)).id;
  const made: [Name, MadePerson][] = [];
  for (const name of names) {
    const part: { roles: readonly string[]; teams: readonly string[]; elsewhere?: true } =
      people[name];
    const roles = part.roles.map((role) => ({
      role: role === "manager" ? ("release_manager" as const) : (role as "approver" | "viewer"),
      projectId: part.elsewhere ? other.id : project.id,
    }));
    const teamIds = part.teams.flatMap((team) => teams[team] ?? []);
    made.push([name, await makePerson({ name, roles, teams: teamIds })]);
  }
  const environments = { Production: project.environmentId, Staging: environmentId };
  return { people: Object.fromEntries(made) as Cast["people"], project, environments };
}

export async function makeReal(
  { people, project, environments }: Awaited<ReturnType<typeof makePeople>>,
  outline: Outline,
): Promise<Real> {
  const { id } = await makeDeployment({ text: outline.text, project, manager: people.manager });
  const { state, plan } = await planNow(id);
  const items = Object.fromEntries(Object.values(plan.items).map(({ label, key }) => [label, key]));
  const sections: [string, string][] = [];
  const units: [string, string][] = [];
  for (const [at, unit] of outline.units.entries()) {
    const real = plan.units[at];
    if (!real) throw new Error(`${unit.id} was not read as a unit`);
    units.push([unit.id, real.key]);
    for (const [index, { title }] of unit.sections.entries())
      sections.push([title, real.sectionKeys[index] ?? ""]);
  }
  const label = ({ label, teamName }: { label: string; teamName: string | null }) =>
    teamName ?? label;
  return {
    ...{ id, people, items, environments, createdAt: state.createdAt, runs: {}, kept: null },
    requests: [],
    sections: Object.fromEntries(sections),
    units: Object.fromEntries(units),
    signOffs: Object.fromEntries(Object.values(state.signOffs).map((one) => [label(one), one.key])),
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
  const runId = real.runs[probe] ?? "never queued";
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
    ...{ deploymentId: real.id, probeId: real.probes[probe] ?? "", runId, lease: "model" },
    ...{ startedAt: startedAt.toISOString(), result },
  });
}
