import type { PrintedItem, PrintRecord, Signed } from "@/lib/checklist/print-record";
import type { ItemState } from "@/lib/deployment/item-state";
import { withoutSeat } from "@/lib/deployment/policy";
import { currentSignature, stands } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";

/** Names of people by id; an id that is not there stands for itself. */
type Names = Readonly<Record<string, string>>;

/** A day in the deployment's zone, as headers write it: 2026-11-23. */
function dayIn(zone: string, iso: string | null): string {
  if (!iso) return "";
  // Sweden's dates are the ISO ones.
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: zone }).format(
    new Date(iso),
  );
}

function printed(item: ItemState, names: Names): PrintedItem {
  const byProbe = item.cause === "probe" ? "probe" : null;
  return {
    state: item.state,
    reason: item.reason,
    by: item.byId === null ? byProbe : (names[item.byId] ?? item.byId),
    at: item.at,
    early: item.early,
    ...(item.label === null ? {} : { label: item.label }),
    ...(item.command === null ? {} : { command: item.command }),
  };
}

function signed(state: DeploymentState, signOffKey: string, names: Names): Signed | null {
  const signature = currentSignature(state, signOffKey);
  if (!signature || !stands(state, signOffKey)) return null;
  const nameOf = (id: string) => names[id] ?? id;
  const { personId, onBehalfOf, at } = signature;
  const away = onBehalfOf ? ` (for ${nameOf(onBehalfOf.personId)})` : "";
  return { by: `${nameOf(personId)}${away}`, at };
}

/** The line of several seats is ticked once all of them are given, with everybody's name. */
function allSigned(state: DeploymentState, keys: readonly string[], names: Names): Signed | null {
  const given = keys.flatMap((key) => signed(state, key, names) ?? []);
  if (given.length < keys.length) return null;
  const at =
    given
      .map((one) => one.at)
      .sort()
      .at(-1) ?? "";
  return { by: given.map(({ by }) => by).join(", "), at };
}

function finalOf(state: DeploymentState, names: Names): PrintRecord["final"] {
  const outcome = state.outcome ?? state.closing?.outcome;
  if (!outcome) return null;
  const of = (kind: "deployed_by" | "approved_by") => {
    const signOff = Object.values(state.signOffs).find((one) => one.kind === kind);
    return signOff ? signed(state, signOff.key, names) : null;
  };
  const notes = state.closing?.notes || null;
  return { outcome, notes, deployedBy: of("deployed_by"), approvedBy: of("approved_by") };
}

/** What a deployment writes into its checklist: everything that docs/checklist.md says of the export. */
export function printRecordOf(state: DeploymentState, names: Names): PrintRecord {
  const items = Object.values(state.items).sort((a, b) => a.position - b.position);
  const teams = Object.values(state.signOffs).filter(({ kind }) => kind === "team");
  const seats = Map.groupBy(
    teams.map(({ key }) => key),
    withoutSeat,
  );
  return {
    fields: {
      project: state.project.name,
      version: state.version,
      environment: state.environment.name,
      date: dayIn(state.zone, state.wentLiveAt ?? state.plannedAt),
      deployedBy: names[state.deployedById] ?? "",
    },
    items: Object.fromEntries(
      items.filter(({ added }) => !added).map((item) => [item.key, printed(item, names)]),
    ),
    added: items.flatMap((item) => {
      if (!item.added) return [];
      const { label: _, ...rest } = printed(item, names);
      const { sectionKey, required } = item.added;
      const command = item.command ?? item.added.command;
      const label = item.label ?? item.added.label;
      return [
        { ...rest, key: item.key, sectionKey, required, label, ...(command ? { command } : {}) },
      ];
    }),
    signOffs: Object.fromEntries(
      [...seats].map(([key, keys]) => [key, allSigned(state, keys, names)]),
    ),
    final: finalOf(state, names),
    contacts: state.contacts,
    references: state.references,
  };
}

/** "Knowledge Database 1.2.0.md", without what a file system takes amiss. */
export function exportFileName({ title, version }: DeploymentState): string {
  const safe = `${title} ${version}`
    .replace(/[\p{Cc}\p{Cf}\p{Extended_Pictographic}/\\:*?"<>|]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "")
    .slice(0, 100);
  return `${safe || "deployment"}.md`;
}
