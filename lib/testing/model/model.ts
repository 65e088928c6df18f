import {
  approvedBy,
  childrenOf,
  commandOf,
  deployedBy,
  type Outline,
  optional,
  probed,
  type Unit,
} from "@/lib/testing/model/outline";
import { type Name, names, teamsOf } from "@/lib/testing/model/people";

/** A deployment as rules 1 to 10 of the product tell it, in the plainest way: no log, no plan, no hashes. */

export type Settled = "todo" | "done" | "not_applicable" | "waived" | "blocked" | "failed";

export type Item = {
  state: Settled;
  reason: string | null;
  by: Name | null;
  cause: "person" | "probe" | null;
  version: number;
  early: boolean;
  /** Labels of the probes that it was ticked against. */
  against: string[];
  label: string | null;
  command: string | null;
  required: boolean;
};

export type Probe = {
  item: string;
  /** Of the last run that counts. */
  verdict: "pass" | "fail" | "inconclusive" | null;
  /** When that run ended, in milliseconds. */
  at: number | null;
  /** The last run of all, whether or not it counts. */
  recent: { verdict: "pass" | "fail" | "inconclusive"; at: number } | null;
  running: boolean;
  removed: boolean;
  /** Minutes after which it is measured again by itself; null: never. */
  every: number | null;
};

export type Closing = { outcome: "success" | "partial" | "failed"; notes: string };

export type Answer = {
  person: Name;
  /** The member who is away. */
  inNameOf: Name | null;
  signed: boolean;
  suspended: boolean;
  /** When it is over, in milliseconds; null: never. */
  until: number | null;
  expired: boolean;
  /** What it covers, as text. */
  covers: string;
};

/** Somebody was asked to sign; `before`: before the last refusal there. */
export type Request = {
  signOff: string;
  whom: Name | "team";
  seen: Name[];
  withdrawn: boolean;
  before: boolean;
  /** When they were last asked or reminded, in milliseconds. */
  askedAt: number;
  /** Minutes between the worker's reminders; null: none. */
  every: number | null;
  reminders: number;
  /** Of these by the worker. */
  automatic: number;
};

/** `since`: joined after the deployment was made, in milliseconds; null: before. */
export type Member = { since: number | null; confirmed: boolean };

/** Signs for a team in the name of a member of it. */
export type Delegation = { from: Name; to: Name; team: string; until: number; ended: boolean };

/** What somebody asks to sign: with "deployed by" goes how it ends. */
export type Signing = { signOff: string; by: Name; closing: Closing | null };

export type Model = {
  outline: Outline;
  /** In milliseconds, as the events have it. */
  now: number;
  teams: Record<Name, Record<string, Member>>;
  delegations: Delegation[];
  /** Ids of items by section, added ones last. */
  sections: Record<string, string[]>;
  items: Record<string, Item>;
  probes: Record<string, Probe>;
  open: Set<string>;
  glass: Record<string, { by: Name; reason: string }>;
  issues: { what: string; ended: boolean }[];
  answers: Record<string, Answer>;
  asked: Request[];
  /** Links for those without an account. */
  shares: { ended: boolean }[];
  title: string;
  version: string;
  environment: string;
  deployer: Name;
  deployers: Name[];
  live: boolean;
  closing: Closing | null;
  closed: Closing["outcome"] | null;
  cancelled: boolean;
  notes: number;
  /** A statement that was read, and may be signed later. */
  kept: (Signing & { covers: string; words: string }) | null;
};

const newItem = (id: string): Item => ({
  ...{ state: "todo", reason: null, by: null, cause: null, version: 0, early: false },
  ...{ against: [], label: null, command: null, required: !optional.has(id) },
});

export const newProbe = (item: string, every: number | null): Probe => ({
  ...{ item, verdict: null, at: null, recent: null, running: false, removed: false, every },
});

const teamsBefore = () =>
  Object.fromEntries(
    names.map((name) => [
      name,
      Object.fromEntries(teamsOf(name).map((team) => [team, { since: null, confirmed: false }])),
    ]),
  ) as Model["teams"];

/** `now`: when it is made, in milliseconds. */
export function newModel(outline: Outline, now: number): Model {
  const sections = outline.units.flatMap((unit) => unit.sections);
  const items = sections.flatMap((section) => section.items);
  return {
    outline,
    sections: Object.fromEntries(sections.map(({ title, items }) => [title, [...items]])),
    items: Object.fromEntries(items.map((id) => [id, newItem(id)])),
    probes: Object.fromEntries(
      Object.entries(probed).map(([item, every]) => [`of ${item}`, newProbe(item, every)]),
    ),
    ...{ now, teams: teamsBefore(), delegations: [] },
    ...{ open: new Set<string>(), glass: {}, issues: [], answers: {}, asked: [], shares: [] },
    ...{ title: "Checklist" },
    ...{ version: "1.0.0", environment: "Production", deployer: "manager" },
    ...{ deployers: ["manager"], live: false, closing: null, closed: null },
    ...{ cancelled: false, notes: 0, kept: null },
  };
}

export function addedItem(model: Model, section: string, id: string, required: boolean): void {
  model.sections[section]?.push(id);
  model.items[id] = { ...newItem(id), required };
}

export const isSettled = ({ state }: Item) =>
  state === "done" || state === "waived" || state === "not_applicable";

export function itemOf(model: Model, id: string): Item {
  const item = model.items[id];
  if (!item) throw new Error(`the model has no item ${id}`);
  return item;
}

export const itemsOf = (model: Model, unit: Unit): string[] =>
  unit.sections.flatMap(({ title }) => model.sections[title] ?? []);

export function unitOf(model: Model, id: string): Unit {
  const unit = model.outline.units.find((one) => itemsOf(model, one).includes(id));
  if (!unit) throw new Error(`the model has no unit with ${id}`);
  return unit;
}

export const childrenIn = (id: string): string[] => childrenOf[id] ?? [];

/** The command that stands at an item now. */
export const commandAt = (model: Model, id: string): string | null =>
  itemOf(model, id).command ?? commandOf[id] ?? null;

export const probesAt = (model: Model, id: string): [string, Probe][] =>
  Object.entries(model.probes).filter(([, { item, removed }]) => item === id && !removed);

export const isOver = ({ closed, cancelled }: Model) => closed !== null || cancelled;
export const isRunning = ({ issues }: Model) => issues.some(({ ended }) => !ended);
export const isOpen = ({ open }: Model, { id, kind }: Unit) => kind === "other" || open.has(id);

export const finalsOf = ({ outline }: Model): string[] =>
  outline.finals ? [deployedBy, approvedBy] : [];
export const signOffsOf = (model: Model): string[] => [
  ...model.outline.units.flatMap(({ signOffs }) => signOffs),
  ...finalsOf(model),
];

export function stands({ answers }: Model, signOff: string): boolean {
  const answer = answers[signOff];
  return answer?.signed === true && !answer.suspended && !answer.expired;
}

/** Rule 10 and "not counted" of rule 1: follow-ups never, a rollback only while it runs. */
export const isCounted = (model: Model, { kind }: Unit) =>
  kind !== "follow-up" && (kind !== "rollback" || isRunning(model));

/** Items of these units that are still owed. */
export function owedIn(model: Model, units: readonly Unit[]): string[] {
  return units
    .filter((unit) => isCounted(model, unit))
    .flatMap((unit) => itemsOf(model, unit))
    .filter((id) => {
      const item = itemOf(model, id);
      if (item.required) return !isSettled(item);
      return item.state === "blocked" || item.state === "failed";
    });
}
