import type { Checklist, StageKind } from "@/lib/checklist/schema";
import { isSettled } from "@/lib/deployment/item-state";
import {
  holdsUp,
  isOpen,
  nothingOwed,
  type Owed,
  owed,
  unitsAbove,
} from "@/lib/deployment/opening";
import { seatsIn } from "@/lib/deployment/policy";
import { signOffStatus } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";

/**
 * - waits: not open yet
 * - open: to be worked on
 * - held: something in it is blocked, failed or open again below what has opened since; or a signature hangs
 * - done: open, and nothing is owed
 */
export type PartStatus = "waits" | "open" | "held" | "done";

export type Progress = {
  /** Required items that are settled, and all required ones. */
  settled: number;
  required: number;
};

export type SectionOutline = Progress & {
  key: string;
  title: string;
  depth: number;
  unitKey: string;
  status: PartStatus;
  itemKeys: string[];
  signOffKeys: string[];
};

export type StageOutline = Progress & {
  key: string;
  title: string;
  kind: StageKind;
  status: PartStatus;
  /** The furthest open stage that counts: where the run is; none once it is over. */
  current: boolean;
  sections: SectionOutline[];
};

function progress(plan: Plan, state: DeploymentState, keys: readonly string[]): Progress {
  let [settled, required] = [0, 0];
  for (const key of keys) {
    if (!plan.items[key]?.required) continue;
    required += 1;
    if (isSettled(state.items[key]?.state ?? "todo")) settled += 1;
  }
  return { settled, required };
}

const wrong = (state: DeploymentState, key: string): boolean => {
  const now = state.items[key]?.state;
  return now === "blocked" || now === "failed";
};

type Part = { itemKeys: readonly string[]; signOffKeys: readonly string[] };

function statusOf(
  plan: Plan,
  state: DeploymentState,
  unit: Unit,
  part: Part,
  passed: boolean,
): PartStatus {
  const done = part.itemKeys.every((key) => {
    const item = plan.items[key];
    return !item?.required || isSettled(state.items[key]?.state ?? "todo");
  });
  const signOffs = part.signOffKeys.map((key) => signOffStatus(state, key));
  if (part.itemKeys.some((key) => wrong(state, key))) return "held";
  if (signOffs.some((status) => status !== "waiting" && status !== "standing")) return "held";
  if (!isOpen(state, unit)) return "waits";
  if (done && signOffs.every((status) => status === "standing")) return "done";
  return passed && holdsUp(state, unit) ? "held" : "open";
}

const worst = (parts: readonly PartStatus[]): PartStatus => {
  if (parts.includes("held")) return "held";
  if (parts.includes("open")) return "open";
  if (parts.every((part) => part === "done")) return "done";
  return parts.every((part) => part === "waits") ? "waits" : "open";
};

const grouped = new WeakMap<Plan, Map<string, string[]>>();

/** Item keys of each section in document order; made once per plan. */
function itemsBySection(plan: Plan): Map<string, string[]> {
  const held = grouped.get(plan);
  if (held) return held;
  const sections = new Map<string, string[]>();
  for (const { key, sectionKey } of Object.values(plan.items)) {
    const keys = sections.get(sectionKey);
    if (keys) keys.push(key);
    else sections.set(sectionKey, [key]);
  }
  grouped.set(plan, sections);
  return sections;
}

/** What the page's table of contents shows: stages and sections with progress and status. Pure. */
export function outlineOf(document: Checklist, plan: Plan, state: DeploymentState): StageOutline[] {
  const opened = plan.units.filter((unit) => holdsUp(state, unit) && isOpen(state, unit));
  const furthest = opened.at(-1);
  // A rollback interrupts the stage that it stands below; nothing has passed that by.
  const working = opened.findLast((unit) => unit.kind !== "rollback");
  const over = state.closedAt !== null || state.cancelled !== null;
  const bySection = itemsBySection(plan);
  return document.stages.map((stage) => {
    const units = plan.units.filter((unit) => unit.stageKey === stage.key);
    const sections = stage.sections.flatMap((section): SectionOutline[] => {
      const unit = plan.unitByKey[plan.unitOfSection[section.key] ?? ""];
      if (!unit) return [];
      const itemKeys = bySection.get(section.key) ?? [];
      const signOffKeys = seatsIn(document, section.signOffs);
      const passed = unit !== furthest && unit !== working && opened.includes(unit);
      const status = statusOf(plan, state, unit, { itemKeys, signOffKeys }, passed);
      const { key, title, depth } = section;
      const own = { key, title, depth, unitKey: unit.key, status, itemKeys, signOffKeys };
      return [{ ...own, ...progress(plan, state, itemKeys) }];
    });
    const all = units.flatMap((unit) => unit.itemKeys);
    const { key, title, kind } = stage;
    return {
      key,
      title,
      kind,
      status: worst(sections.map((section) => section.status)),
      current: !over && furthest?.stageKey === stage.key,
      sections,
      ...progress(plan, state, all),
    };
  });
}

/** What a unit that is not open waits for; null when it is open or waits for something else than items. */
export function waitsFor(plan: Plan, state: DeploymentState, unit: Unit): Owed | null {
  if (isOpen(state, unit) || unit.kind === "rollback" || unit.kind === "follow-up") return null;
  const rest = owed(plan, state, unitsAbove(plan, state, unit));
  return nothingOwed(rest) ? null : rest;
}
