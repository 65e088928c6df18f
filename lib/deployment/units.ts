import type { Checklist, ChecklistItem, StageKind } from "@/lib/checklist/schema";
import type { ItemState } from "@/lib/deployment/item-state";
import { seatsIn } from "@/lib/deployment/policy";
import type { DeploymentState } from "@/lib/deployment/state";

/**
 * The order of a document, as its rules need it. A **unit** is what opens at once: a stage, or the part of
 * a stage between two groups of sign-offs. Units open from top to bottom.
 */
export type Unit = {
  /** `<stage key>#<n>`, n counted from 0 inside the stage. */
  key: string;
  stageKey: string;
  /** Title of its stage. */
  title: string;
  kind: StageKind;
  sectionKeys: string[];
  /** Items in document order, children included, added ones last in their section. */
  itemKeys: string[];
  /** The group of peers at the end of this unit; empty when none. */
  signOffKeys: string[];
};

/** An item as the page and the rules see it: the template's text with what the run corrected or added. */
export type PlanItem = {
  key: string;
  label: string;
  required: boolean;
  ordered: boolean;
  claimed: boolean;
  description: string | null;
  command: { language: string | null; text: string } | null;
  moreCommands: { language: string | null; text: string }[];
  depth: number;
  parentKey: string | null;
  childKeys: string[];
  sectionKey: string;
  stageKey: string;
  unitKey: string;
  added: boolean;
  corrected: boolean;
};

export type Plan = {
  units: Unit[];
  unitByKey: Record<string, Unit>;
  items: Record<string, PlanItem>;
  /** Unit in which a section stands. */
  unitOfSection: Record<string, string>;
};

type Base = { key: string; item: ChecklistItem; depth: number; parentKey: string | null };

function flatten(items: ChecklistItem[], depth = 0, parentKey: string | null = null): Base[] {
  return items.flatMap((item) => [
    { key: item.key, item, depth, parentKey },
    ...flatten(item.children, depth + 1, item.key),
  ]);
}

function planItem(
  base: Base,
  state: ItemState | undefined,
): Omit<PlanItem, "sectionKey" | "stageKey" | "unitKey"> {
  const { item } = base;
  const command = item.command?.attached ? item.command : null;
  return {
    key: item.key,
    label: state?.label ?? item.label,
    required: item.required,
    ordered: item.ordered,
    claimed: item.claimed,
    description: item.description,
    command:
      state?.command != null
        ? { language: command?.language ?? null, text: state.command }
        : command && { language: command.language, text: command.text },
    moreCommands: item.moreCommands.map(({ language, text }) => ({ language, text })),
    depth: base.depth,
    parentKey: base.parentKey,
    childKeys: item.children.map((child) => child.key),
    added: false,
    corrected: state != null && (state.label !== null || state.command !== null),
  };
}

function addedItem(state: ItemState): Omit<PlanItem, "sectionKey" | "stageKey" | "unitKey"> {
  const command = state.command ?? state.added?.command ?? null;
  return {
    key: state.key,
    label: state.label ?? state.added?.label ?? state.key,
    required: state.added?.required ?? true,
    ordered: false,
    claimed: false,
    description: null,
    command: command === null ? null : { language: null, text: command },
    moreCommands: [],
    depth: 0,
    parentKey: null,
    childKeys: [],
    added: true,
    corrected: state.label !== null || state.command !== null,
  };
}

function build(document: Checklist, states: Record<string, ItemState>): Plan {
  const plan: Plan = { units: [], unitByKey: {}, items: {}, unitOfSection: {} };
  const added = Map.groupBy(
    Object.values(states)
      .filter((state) => state.added)
      .sort((a, b) => a.position - b.position),
    (state) => state.added?.sectionKey ?? "",
  );
  for (const stage of document.stages) {
    let unit: Unit | null = null;
    let segment = 0;
    for (const section of stage.sections) {
      if (!unit) {
        unit = {
          key: `${stage.key}#${segment}`,
          stageKey: stage.key,
          title: stage.title,
          kind: stage.kind,
          sectionKeys: [],
          itemKeys: [],
          signOffKeys: [],
        };
        plan.units.push(unit);
        plan.unitByKey[unit.key] = unit;
        segment += 1;
      }
      const place = { sectionKey: section.key, stageKey: stage.key, unitKey: unit.key };
      const items = [
        ...flatten(section.items).map((base) => planItem(base, states[base.key])),
        ...(added.get(section.key) ?? []).map(addedItem),
      ];
      for (const item of items) {
        plan.items[item.key] = { ...item, ...place };
        unit.itemKeys.push(item.key);
      }
      unit.sectionKeys.push(section.key);
      plan.unitOfSection[section.key] = unit.key;
      if (section.signOffs.length > 0) {
        unit.signOffKeys = seatsIn(document, section.signOffs);
        unit = null;
      }
    }
  }
  return plan;
}

const plans = new WeakMap<Checklist, { texts: string; plan: Plan }>();

/** What a run changed in the text; the plan is remade only when this moves. */
function texts(states: Record<string, ItemState>): string {
  let print = "";
  for (const state of Object.values(states)) {
    if (state.added || state.label !== null || state.command !== null) {
      print += `${state.key}\u0000${state.label}\u0000${state.command}\u0000${state.added?.label ?? ""}\u0001`;
    }
  }
  return print;
}

/** The plan of a document with a run's corrections and additions; remembered per document object. */
export function planOf(document: Checklist, state: Pick<DeploymentState, "items">): Plan {
  const print = texts(state.items);
  const held = plans.get(document);
  if (held?.texts === print) return held.plan;
  const plan = build(document, state.items);
  plans.set(document, { texts: print, plan });
  return plan;
}
