import type { Checklist } from "@/lib/checklist/schema";
import type { RowChange } from "@/lib/command/rows";
import type { ItemState, NoteState } from "@/lib/deployment/item-state";
import type { ProbeState } from "@/lib/deployment/probe-state";
import type { Signature, SignOffState } from "@/lib/deployment/sign-off-state";
import { type DeploymentState, statusOf } from "@/lib/deployment/state";
import { summaryColumns } from "@/lib/deployment/summary";

/** The row of table "Deployment": the state less what has tables of its own, plus what lists filter by. */
function deploymentRow(document: Checklist, state: DeploymentState): Record<string, unknown> {
  const { items, signOffs, signatures, probes, notes, last, ...rest } = state;
  const { project, environment, template, coveredVersion, policy, ...beyond } = rest;
  const { artifact, least, differs, requests, ...columns } = beyond;
  const late = { artifact, least, differs, requests };
  return {
    ...columns,
    projectId: project.id,
    environmentId: environment.id,
    templateVersionId: template.versionId,
    pinned: { project, environment, template, coveredVersion, policy, ...late },
    status: statusOf(state),
    ...summaryColumns(document, state),
  };
}

type Owned = "items" | "signOffs" | "signatures" | "probes" | "notes";
const tables = {
  items: "Item",
  signOffs: "SignOff",
  signatures: "Signature",
  probes: "Probe",
  notes: "Note",
} as const satisfies Record<Owned, RowChange["table"]>;

const rowsOfStates = new WeakMap<DeploymentState, Record<string, unknown>>();

function rememberedRow(document: Checklist, state: DeploymentState): Record<string, unknown> {
  const known = rowsOfStates.get(state);
  const row = known ?? deploymentRow(document, state);
  if (!known) rowsOfStates.set(state, row);
  return row;
}

/** Columns that every command writes, so that the statements of most ticks are the same text. */
const always = new Set(["id", "summary"]);

/** What is new of the deployment's own row: a tick need not write its contacts again. */
function deploymentChange(
  document: Checklist,
  before: DeploymentState | null,
  after: DeploymentState,
): RowChange {
  const now = rememberedRow(document, after);
  if (!before) return { table: "Deployment", rows: [now] };
  const old = rememberedRow(document, before);
  const differs = (column: string) =>
    old[column] !== now[column] && JSON.stringify(old[column]) !== JSON.stringify(now[column]);
  const columns = Object.keys(now).filter((column) => always.has(column) || differs(column));
  const row = Object.fromEntries(columns.map((column) => [column, now[column]]));
  return { table: "Deployment", rows: [row], partial: true };
}

/** Rows that differ between two states; unchanged parts are the same objects (see fold.ts). */
export function changedRows(
  document: Checklist,
  before: DeploymentState | null,
  after: DeploymentState,
): RowChange[] {
  const changes = [deploymentChange(document, before, after)];
  for (const part of Object.keys(tables) as Owned[]) {
    const old: Record<string, unknown> = before?.[part] ?? {};
    const now: Record<string, object> = after[part];
    if (old === now) continue;
    const rows = Object.entries(now)
      .filter(([key, value]) => old[key] !== value)
      .map(([, value]) => ({ deploymentId: after.id, ...value }));
    if (rows.length > 0) changes.push({ table: tables[part], rows });
  }
  return changes;
}

/** Scalar subqueries that read a whole deployment ($1), unless the caller has number `known` ($3) already. */
export const stateColumns = `
  case when (select last from "Stream" where id = $1) = $3::int then null else jsonb_build_object(
    'deployment', (select to_jsonb(d) from "Deployment" d where d.id = $1),
    'items', (select jsonb_agg(to_jsonb(i) - 'deploymentId' order by i.position) from "Item" i where i."deploymentId" = $1),
    'signOffs', (select jsonb_agg(to_jsonb(s) - 'deploymentId' order by s.position) from "SignOff" s where s."deploymentId" = $1),
    'signatures', (select jsonb_agg(to_jsonb(s) - 'deploymentId' order by s.number) from "Signature" s where s."deploymentId" = $1),
    'probes', (select jsonb_agg(to_jsonb(p) - 'deploymentId' order by p.at, p.id) from "Probe" p where p."deploymentId" = $1),
    'notes', (select jsonb_agg(to_jsonb(n) - 'deploymentId' order by n.at, n.id) from "Note" n where n."deploymentId" = $1)
  ) end as rows`;

type Pinned =
  | "project"
  | "environment"
  | "template"
  | "coveredVersion"
  | "policy"
  | "artifact"
  | "least"
  | "differs"
  | "requests";

export type StateRows = {
  deployment:
    | (Record<string, unknown> & {
        pinned: Pick<DeploymentState, Pinned>;
      })
    | null;
  items: ItemState[] | null;
  signOffs: SignOffState[] | null;
  signatures: Signature[] | null;
  probes: ProbeState[] | null;
  notes: NoteState[] | null;
};

const times = new Set([
  "at",
  "plannedAt",
  "createdAt",
  "startedAt",
  "wentLiveAt",
  "closedAt",
  "suspendedAt",
  "withdrawnAt",
  "expiresAt",
  "expiredAt",
  "removedAt",
]);

/** Postgres writes times with an offset and without trailing zeros; states hold `toISOString`. */
function withTimes<Row extends object>(row: Row): Row {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    times.has(key) && typeof value === "string" ? new Date(value).toISOString() : value,
  ]);
  return Object.fromEntries(entries);
}

function byKey<Row extends object>(
  rows: Row[] | null,
  key: (row: Row) => string,
): Record<string, Row> {
  return Object.fromEntries((rows ?? []).map((row) => [key(row), withTimes(row)]));
}

/** The state that rows hold, or null when there is no such deployment. */
export function stateFromRows(rows: StateRows, last: number): DeploymentState | null {
  if (!rows.deployment) return null;
  const {
    pinned,
    projectId: _p,
    environmentId: _e,
    templateVersionId: _t,
    status: _s,
    summary: _y,
    awaitingTeamIds: _a,
    awaitingPersonIds: _b,
    awaitingApproval: _c,
    ...columns
  } = rows.deployment;
  return {
    ...(withTimes(columns) as Omit<
      DeploymentState,
      keyof typeof tables | keyof typeof pinned | "last"
    >),
    ...pinned,
    items: byKey(rows.items, (item) => item.key),
    signOffs: byKey(rows.signOffs, (signOff) => signOff.key),
    signatures: byKey(rows.signatures, (signature) => signature.id),
    probes: byKey(rows.probes, (probe) => probe.id),
    notes: byKey(rows.notes, (note) => note.id),
    last,
  };
}
