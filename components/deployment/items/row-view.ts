import type { Deployment } from "@/components/deployment/store";
import type { Reason } from "@/lib/core/errors";
import { type ItemState, isSettled, type NoteState } from "@/lib/deployment/item-state";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { probesOf, settleBlocker } from "@/lib/deployment/rules";
import type { DeploymentState } from "@/lib/deployment/state";
import type { PlanItem } from "@/lib/deployment/units";

/** All that one row shows. The same object as before when nothing of it changed: memoised rows stay still. */
export type RowView = {
  item: PlanItem;
  state: ItemState;
  byName: string | null;
  /** Why a click on the box would be refused; null: it would not. */
  blocker: Reason | null;
  probes: readonly ProbeState[];
  notes: readonly NoteState[];
  noteNames: string;
  mayRun: boolean;
};

const same = <Value>(a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((each, at) => each === b[at]);

const sameReason = (a: Reason | null, b: Reason | null): boolean =>
  a?.code === b?.code && JSON.stringify(a?.params) === JSON.stringify(b?.params);

function unchanged(a: RowView, b: RowView): boolean {
  return (
    a.item === b.item &&
    a.state === b.state &&
    a.byName === b.byName &&
    a.mayRun === b.mayRun &&
    a.noteNames === b.noteNames &&
    sameReason(a.blocker, b.blocker) &&
    same(a.probes, b.probes) &&
    same(a.notes, b.notes)
  );
}

function group<Value extends { itemKey: string | null }>(values: Value[]): Map<string, Value[]> {
  return Map.groupBy(values, (value) => value.itemKey ?? "");
}

const notesByState = new WeakMap<DeploymentState["notes"], Map<string, NoteState[]>>();

function notesOf(state: DeploymentState): Map<string, NoteState[]> {
  const held = notesByState.get(state.notes);
  if (held) return held;
  const sorted = Object.values(state.notes).sort((a, b) => (a.at < b.at ? -1 : 1));
  const notes = group(sorted);
  notesByState.set(state.notes, notes);
  return notes;
}

const nothing: readonly never[] = [];

/** The rows of the page by item key, reusing those of the last time that did not change. */
export function rowsOf(
  before: ReadonlyMap<string, RowView>,
  deployment: Pick<Deployment, "plan" | "state" | "nameOf" | "may">,
): Map<string, RowView> {
  const { plan, state, nameOf, may } = deployment;
  const notes = notesOf(state);
  const probed = new Set(Object.values(state.probes).map((probe) => probe.itemKey));
  const mayRun = may("probe.run") && !state.closedAt && !state.cancelled;
  const rows = new Map<string, RowView>();
  for (const item of Object.values(plan.items)) {
    const now = state.items[item.key];
    if (!now) continue;
    const own = notes.get(item.key) ?? nothing;
    const to = isSettled(now.state) ? "todo" : "done";
    // With a reason given: what a reason would satisfy opens a dialog and blocks nothing.
    const ask = { itemKey: item.key, to, reason: "given", mayWaive: may("item.waive") } as const;
    const made: RowView = {
      item,
      state: now,
      byName: now.byId && nameOf(now.byId),
      blocker: settleBlocker(plan, state, ask),
      probes: probed.has(item.key) ? probesOf(state, item.key) : nothing,
      notes: own,
      noteNames: own.map((note) => nameOf(note.byId)).join("\n"),
      mayRun,
    };
    const held = before.get(item.key);
    rows.set(item.key, held && unchanged(held, made) ? held : made);
  }
  return rows;
}
