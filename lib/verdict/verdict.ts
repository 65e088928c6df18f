import type { Reason } from "@/lib/core/errors";
import { counts, holdsUp, isOpen, owed } from "@/lib/deployment/opening";
import { outOfDateIn } from "@/lib/deployment/out-of-date";
import { currentSignature, finalSignOffs, signOffStatus } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";

/** Who has to move next. */
export type Owner = { kind: "person"; id: string } | { kind: "role"; role: "release_manager" };

/** What holds: `code` says why and what to do next; it points at an item or a sign-off. */
export type Blocker = Reason & {
  itemKey: string | null;
  signOffKey: string | null;
  owner: Owner;
};

export type DeploymentVerdict = {
  /** May we go on? */
  answer: "yes" | "not_yet" | "held";
  /** Set when there is nothing left to go on with. */
  over: "closed" | "cancelled" | null;
  /** Where going on leads: the next unit that is not open, or the closing. */
  next: { kind: "unit"; unitKey: string; title: string } | { kind: "closing" };
  /** Required items and sign-offs still to do before that. */
  left: number;
  leftItems: number;
  leftSignOffs: number;
  blockers: Blocker[];
};

const manager: Owner = { kind: "role", role: "release_manager" };

function itemBlocker(plan: Plan, state: DeploymentState, key: string): Blocker | null {
  const item = state.items[key];
  if (item?.state !== "blocked" && item?.state !== "failed") return null;
  return {
    code: item.state === "blocked" ? "item_blocked" : "item_failed",
    params: { label: plan.items[key]?.label ?? key, reason: item.reason ?? "" },
    itemKey: key,
    signOffKey: null,
    owner: item.byId ? { kind: "person", id: item.byId } : manager,
  };
}

function named(code: "item_open_above" | "item_out_of_date", plan: Plan, key: string): Blocker {
  return {
    code,
    params: { label: plan.items[key]?.label ?? key },
    itemKey: key,
    signOffKey: null,
    owner: manager,
  };
}

const wrongAnswers = {
  suspended: "signature_suspended",
  expired: "signature_expired",
  refused: "sign_off_refused",
} as const;

function signOffBlocker(state: DeploymentState, key: string): Blocker | null {
  const signOff = state.signOffs[key];
  const status = signOffStatus(state, key);
  const signature = currentSignature(state, key);
  if (!signOff || !signature || status === "waiting" || status === "standing") return null;
  return {
    code: wrongAnswers[status],
    params: { label: signOff.label, reason: signature.reason ?? "" },
    itemKey: null,
    signOffKey: key,
    owner: { kind: "person", id: signature.personId },
  };
}

/** Withdrawn after what stands below had opened, or never given: an opening early steps over it, the verdict does not. */
function missingAbove(state: DeploymentState, key: string): Blocker | null {
  const signOff = state.signOffs[key];
  if (!signOff || signOffStatus(state, key) !== "waiting") return null;
  return {
    code: "sign_off_open_above",
    params: { label: signOff.label },
    itemKey: null,
    signOffKey: key,
    owner: manager,
  };
}

const isRefused = (state: DeploymentState, key: string): boolean =>
  signOffStatus(state, key) === "refused";

/** Topics hold up no stage, but the closing: they are looked at when that is next. */
function blockersOf(plan: Plan, state: DeploymentState, closing: boolean): Blocker[] {
  const opened = plan.units.filter((unit) => counts(state, unit) && isOpen(state, unit));
  const looked = opened.filter((unit) => closing || holdsUp(state, unit));
  const stages = opened.filter((unit) => holdsUp(state, unit) && unit.kind !== "rollback");
  const passed = stages.slice(0, -1);
  const items = looked.flatMap((unit) => {
    const wrong = unit.itemKeys.flatMap((key) => itemBlocker(plan, state, key) ?? []);
    if (!passed.includes(unit)) return wrong;
    const rest = owed(plan, state, [unit]).itemKeys;
    const known = new Set(wrong.map((blocker) => blocker.itemKey));
    return [
      ...wrong,
      ...rest.filter((key) => !known.has(key)).map((key) => named("item_open_above", plan, key)),
    ];
  });
  const finals = finalSignOffs(state).map((signOff) => signOff.key);
  const early = plan.units.filter((unit) => counts(state, unit) && !looked.includes(unit));
  const signOffs = [
    ...looked.flatMap((unit) => unit.signOffKeys),
    // Somebody who says no before it is their turn has said no.
    ...early.flatMap((unit) => unit.signOffKeys).filter((key) => isRefused(state, key)),
    ...finals,
  ].flatMap((key) => signOffBlocker(state, key) ?? []);
  const missing = passed
    .flatMap((unit) => unit.signOffKeys)
    .flatMap((key) => missingAbove(state, key) ?? []);
  const moved = [...new Set(outOfDateIn(state, looked).map(({ itemKey }) => itemKey))];
  const measured = moved.map((key) => named("item_out_of_date", plan, key));
  return [...issueBlockers(state), ...items, ...measured, ...signOffs, ...missing];
}

/** While an issue runs, the rollback comes first. */
function issueBlockers(state: DeploymentState): Blocker[] {
  return state.issues
    .filter((issue) => issue.endedAt === null)
    .map((issue) => ({
      code: "issue_running",
      params: { what: issue.what },
      itemKey: null,
      signOffKey: null,
      owner: { kind: "person", id: issue.byId },
    }));
}

/** "May we go on?", from the document and the state alone. The page, lists and every gate show this answer. */
export function verdictOf(plan: Plan, state: DeploymentState): DeploymentVerdict {
  const stages = plan.units.filter((unit) => holdsUp(state, unit));
  const furthest = stages.findLast((unit) => isOpen(state, unit));
  const next = stages[furthest ? stages.indexOf(furthest) + 1 : 0];
  const rest = owed(plan, state, next ? stages.slice(0, stages.indexOf(next)) : plan.units);
  const over = state.cancelled ? "cancelled" : state.closedAt ? "closed" : null;
  const blockers = over ? [] : blockersOf(plan, state, !next);
  const left = rest.itemKeys.length + rest.signOffKeys.length;
  return {
    answer: blockers.length > 0 ? "held" : left > 0 ? "not_yet" : "yes",
    over,
    next: next ? { kind: "unit", unitKey: next.key, title: next.title } : { kind: "closing" },
    left,
    leftItems: rest.itemKeys.length,
    leftSignOffs: rest.signOffKeys.length,
    blockers,
  };
}
