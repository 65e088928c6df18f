import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { flattenItems } from "@/lib/checklist/outline";
import type { Checklist, TeamSignOff } from "@/lib/checklist/schema";
import { type Command, demand, demandStorable, parseInput } from "@/lib/command/command";
import { transact } from "@/lib/command/transact";
import type { Actor } from "@/lib/core/caller";
import type { Tx } from "@/lib/core/db";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import { dresser } from "@/lib/deployment/command";
import { withConsequences } from "@/lib/deployment/consequences";
import { personalRows } from "@/lib/deployment/contacts";
import { differsOf } from "@/lib/deployment/default-template";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import { holdState } from "@/lib/deployment/held";
import { leastBlocker } from "@/lib/deployment/least";
import { pinTemplate } from "@/lib/deployment/pinned-template";
import { seatsOf } from "@/lib/deployment/policy";
import { changedRows } from "@/lib/deployment/rows";
import { type CreateDeploymentInput, createDeploymentInput } from "@/lib/deployment/schema";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";
import { matchTeam, type TeamName } from "@/lib/deployment/team-match";
import { planOf } from "@/lib/deployment/units";
import type { PersonalValue } from "@/lib/log/personal";
import type { PinnedLeast } from "@/lib/project/least";
import { documentOf } from "@/lib/template/documents";
import { maySeeTemplate } from "@/lib/template/rules";

type EnvironmentRow = {
  id: string;
  name: string;
  zone: string;
  variables: Record<string, string>;
  least: PinnedLeast[];
};

/** An environment of this project, with what a deployment pins of it. */
export async function environmentOf(tx: Tx, environmentId: string, projectId: string) {
  const [row] = await tx.query<EnvironmentRow>(
    `select id, name, zone, variables, (select coalesce(jsonb_agg(l || jsonb_build_object('holds', true, 'team',
       (select t.name from "Team" t where t.id = l ->> 'teamId')) order by at), '[]')
       from jsonb_array_elements(least) with ordinality as all_(l, at)) as least
     from "Environment" where id = $1 and "projectId" = $2`,
    [environmentId, projectId],
  );
  if (!row) throw new AppError("not_found", reason("no_such_environment"));
  const { id, name, zone, variables, least } = row;
  return { environment: { id, name }, zone, variables, least: least.length > 0 ? least : null };
}

/** Refuses a deployer who is unknown, disabled, or may not run deployments here. */
export async function mayDeploy(tx: Tx, personId: string, projectId: string): Promise<void> {
  const [row] = await tx.query<{ ok: boolean }>(
    `select exists (select 1 from "Grant" g where g."personId" = p.id and g.role = 'release_manager'
       and (g."projectId" is null or g."projectId" = $2)) as ok
     from "Person" p where p.id = $1 and p."disabledAt" is null`,
    [personId, projectId],
  );
  if (!row?.ok) throw new AppError("refused", reason("deployer_must_be_release_manager"));
}

type Input = z.output<typeof createDeploymentInput>;

type PinnedRow = {
  versionId: string;
  number: number;
  text: string;
  id: string;
  name: string;
  templateProject: string | null;
  project: string;
};

async function pinned(
  tx: Tx,
  actor: Actor,
  { templateVersionId: versionId, projectId }: Pick<Input, "templateVersionId" | "projectId">,
): Promise<PinnedRow> {
  const [row] = await tx.query<PinnedRow>(
    `select v.id as "versionId", v.number, v.text, t.id, t.name, t."projectId" as "templateProject", p.name as project
     from "TemplateVersion" v join "Template" t on t.id = v."templateId", "Project" p
     where v.id = $1 and p.id = $2`,
    [versionId, projectId],
  );
  const seen =
    actor.kind === "system" || (row && maySeeTemplate(actor.grants, row.templateProject));
  if (!row || !seen) throw new AppError("not_found", reason("no_such_template_version"));
  if (row.templateProject !== null && row.templateProject !== projectId) {
    throw new AppError("refused", reason("template_of_other_project"));
  }
  return row;
}

/** The team that was chosen for this sign-off, or else the one that its words mean. */
function teamOf(signOff: TeamSignOff, teams: TeamName[], chosen: Input["teams"]): string | null {
  const id = own(chosen, signOff.key);
  if (id === undefined) return matchTeam(signOff.team, teams);
  if (!teams.some((team) => team.id === id)) {
    throw new AppError("not_found", reason("no_such_team"));
  }
  return id;
}

/** One seat of a sign-off: "QA team approval (1/2)" where the policy needs two. */
function seat(
  signOff: TeamSignOff,
  teamId: string | null,
  key: string,
  label: string,
): Omit<SignOffState, "position"> {
  const { team: teamName, sectionKey } = signOff;
  return { key, kind: "team", label, teamName, teamId, sectionKey };
}

/** Team sign-offs in document order, then the two final ones where the document has a sign-off block. */
function signOffsOf(
  document: Checklist,
  teams: TeamName[],
  chosen: Input["teams"],
): SignOffState[] {
  const unknown = Object.keys(chosen).some(
    (key) => !document.signOffs.some((one) => one.key === key),
  );
  if (unknown) throw new AppError("not_found", reason("no_such_sign_off"));
  const made = document.signOffs
    .flatMap((signOff) => {
      const teamId = teamOf(signOff, teams, chosen);
      return seatsOf(document.policy, signOff.key).map((key, at, { length }) => {
        const label = length === 1 ? signOff.label : `${signOff.label} (${at + 1}/${length})`;
        return seat(signOff, teamId, key, label);
      });
    })
    .map((one, position) => ({ ...one, position }));
  if (!document.finalSignOff) return made;
  const final = (kind: "deployed_by" | "approved_by", label: string): SignOffState => ({
    key: `final/${kind}`,
    kind,
    label,
    teamName: null,
    teamId: null,
    sectionKey: null,
    position: made.length + (kind === "deployed_by" ? 0 : 1),
  });
  return [...made, final("deployed_by", "Deployed by"), final("approved_by", "Approved by")];
}

/** An environment that asks for nothing leaves no mark in the event, as before there was anything to ask. */
const withoutNull = ({ least, ...here }: Awaited<ReturnType<typeof environmentOf>>) =>
  least ? { ...here, least } : here;

function withoutLine<Row extends { line: number }>({ line: _, ...rest }: Row): Omit<Row, "line"> {
  return rest;
}

async function creation(
  tx: Tx,
  actor: Actor,
  id: string,
  input: Input,
  document: Checklist,
): Promise<{ first: NewDeploymentEvent<"deployment.created">; values: PersonalValue[] }> {
  const template = await pinned(tx, actor, input);
  const { contacts, values, pins } = pinTemplate({ text: template.text, document }, id);
  const here = await environmentOf(tx, input.environmentId, input.projectId);
  await mayDeploy(tx, input.deployedById, input.projectId);
  const teams = await tx.query<TeamName>(
    `select id, key, name from "Team" order by position, name`,
  );
  const items = flattenItems(document).map(({ item }) => item);
  const signOffs = signOffsOf(document, teams, input.teams);
  const { policy } = document;
  const { least, environment } = here;
  const plan = planOf(document, { items: {} });
  refuseIf(leastBlocker(plan, { policy, signOffs }, least ?? [], environment.name));
  const differs = await differsOf(tx, input, document);
  const first: NewDeploymentEvent<"deployment.created"> = {
    kind: "deployment.created",
    subject: { deployment: id },
    before: null,
    after: {
      ...withoutNull(here),
      title: input.title ?? document.title,
      version: input.version,
      plannedAt: input.plannedAt === null ? null : new Date(input.plannedAt).toISOString(),
      deployedById: input.deployedById,
      project: { id: input.projectId, name: template.project },
      template: {
        id: template.id,
        name: template.name,
        versionId: template.versionId,
        number: template.number,
        ...pins,
      },
      artifact: input.artifact,
      coveredVersion: 2,
      ...(document.policy ? { policy: document.policy } : {}),
      items: items.map((item) => item.key),
      ...(differs ? { differs } : {}),
      signOffs,
      probes: items.flatMap((item) =>
        item.probe?.spec ? [{ id: randomUUID(), itemKey: item.key, spec: item.probe.spec }] : [],
      ),
      contacts,
      references: document.references.map(withoutLine),
    },
  };
  return { first, values };
}

/** Makes a deployment of a published version; its first unit opens with it. */
export const createDeployment: Command<{ deploymentId: string }> = async (
  caller,
  raw: CreateDeploymentInput | unknown,
) => {
  const input = parseInput(createDeploymentInput, raw);
  demandStorable(input);
  const id = randomUUID();
  let committed: DeploymentState | undefined;
  const done = await transact({
    caller,
    stream: { kind: "deployment", id },
    async decide({ tx, actor, now }) {
      demand(actor, "deployment.create", input.projectId);
      const document = await documentOf(input.templateVersionId, tx);
      const { first, values } = await creation(tx, actor, id, input, document);
      const dress = dresser(id, 0, actor, caller, now);
      const made = withConsequences(document, null, [first], dress, (event) => fold([event]));
      committed = made.state;
      const rows = [...changedRows(document, null, made.state), ...personalRows(values)];
      return { result: { deploymentId: id }, events: made.events, rows };
    },
  });
  if (committed) holdState(committed);
  return done;
};
