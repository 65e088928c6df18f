import { stringify } from "yaml";
import { flattenItems } from "@/lib/checklist/outline";
import type { Checklist, ChecklistItem } from "@/lib/checklist/schema";
import type { ProbeState } from "@/lib/deployment/probe-state";
import type { DeploymentState } from "@/lib/deployment/state";
import type { KeptChanges, KeptItem } from "@/lib/template/kept-items";

/** An item's probes as the run has them, as YAML; undefined: as the document has them. */
function probesNow(
  item: ChecklistItem | undefined,
  bound: readonly ProbeState[],
): string[] | undefined {
  const standing = bound.filter(({ removedAt }) => removedAt === null);
  const asWritten = bound.every(
    ({ source, removedAt }) => source === "document" && removedAt === null,
  );
  if (asWritten) return undefined;
  const written = item?.probe?.spec ? item.probe.text : null;
  return standing.map(({ source, spec }) =>
    // The document's own words stay, comments included.
    source === "document" && written !== null ? written : stringify(spec),
  );
}

function addedItems(state: DeploymentState): KeptItem[] {
  return Object.values(state.items)
    .sort((a, b) => a.position - b.position)
    .flatMap(({ key, label, command, added }) =>
      added
        ? [{ ...added, key, label: label ?? added.label, command: command ?? added.command }]
        : [],
    );
}

/** What this run changed about its checklist, for writing it back into the template. */
export function keptChanges(document: Checklist, state: DeploymentState): KeptChanges {
  const items = new Map(flattenItems(document).map(({ item }) => [item.key, item]));
  const probes = Object.values(state.probes);
  const bound = [...new Set(probes.map(({ itemKey }) => itemKey))].flatMap((key) => {
    const own = probes.filter(({ itemKey }) => itemKey === key);
    const now = probesNow(items.get(key), own);
    return now ? [[key, now] as const] : [];
  });
  const corrected = Object.values(state.items).filter(({ added }) => !added);
  const words = (field: "label" | "command") =>
    Object.fromEntries(
      corrected.flatMap((item) => {
        const given = item[field];
        return given === null ? [] : [[item.key, given] as const];
      }),
    );
  return {
    labels: words("label"),
    commands: words("command"),
    probes: Object.fromEntries(bound),
    contacts: state.contacts,
    references: state.references,
    added: addedItems(state),
  };
}
