import { actorOf, personOrNull } from "@/lib/deployment/actor-of";
import type { DeploymentEvent } from "@/lib/deployment/events";
import type { ItemState } from "@/lib/deployment/item-state";
import type { DeploymentState } from "@/lib/deployment/state";

export function newItem(key: string, position: number): ItemState {
  return {
    key,
    position,
    state: "todo",
    reason: null,
    version: 0,
    byId: null,
    at: null,
    cause: null,
    early: false,
    override: null,
    runIds: [],
    label: null,
    command: null,
    added: null,
  };
}

function withItem(
  state: DeploymentState,
  key: string,
  change: Partial<ItemState>,
): DeploymentState {
  const item = state.items[key];
  if (!item) throw new Error(`the log speaks of an item that is not there: ${key}`);
  return { ...state, items: { ...state.items, [key]: { ...item, ...change } } };
}

type OfItems = DeploymentEvent<"item.changed" | "item.corrected" | "item.added" | "note.added">;

/** The state after one more event about items or notes. */
export function afterItems(state: DeploymentState, event: OfItems): DeploymentState {
  switch (event.kind) {
    case "item.changed": {
      const by = event.after.cause === "person" ? personOrNull(event) : null;
      const change = { ...event.after, byId: by, at: event.at };
      // Nearly all of a long log is ticks: the state is copied once for each.
      const begun = state.startedAt ? state : { ...state, startedAt: event.at };
      return withItem(begun, event.subject.item, change);
    }
    case "item.corrected": {
      const { label, command } = event.after;
      return withItem(state, event.subject.item, { label, command });
    }
    case "item.added": {
      const { material: _, position, ...added } = event.after;
      const item = { ...newItem(event.subject.item, position), added };
      return { ...state, items: { ...state.items, [item.key]: item } };
    }
    case "note.added": {
      const { note: id, item: itemKey } = event.subject;
      const note = { id, itemKey, text: event.after.text, byId: actorOf(event), at: event.at };
      return { ...state, notes: { ...state.notes, [id]: note } };
    }
  }
}
