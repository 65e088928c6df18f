import type { Reason } from "@/lib/core/errors";
import { counts, isOpen, owed } from "@/lib/deployment/opening";
import { currentSignature, finalSignOffs, signOffStatus } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, Unit } from "@/lib/deployment/units";

/** Who has to move next. */
export type Owner =
  | { kind: "person"; id: string }
  | { kind: "team"; id: string | null; name: string }
  | { kind: "role"; role: "release_manager" };

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

function regression(plan: Plan, key: string): Blocker {
  return {
    code: "item_open_above",
    params: { label: plan.items[key]?.label ?? key },
    itemKey: key,
    signOffKey: null,
    owner: manager,
  };
}

function signOffBlocker(state: DeploymentState, key: string): Blocker | null {
  const signOff = state.signOffs[key];
  const status = signOffStatus(state, key);
  const signature = currentSignature(state, key);
  if (!signOff || !signature || (status !== "suspended" && status !== "refused")) return null;
  return {
    code: status === "suspended" ? "signature_suspended" : "sign_off_refused",
    params: { label: signOff.label, reason: signature.reason ?? "" },
    itemKey: null,
    signOffKey: key,
    owner:
      status === "suspended"
        ? { kind: "person", id: signature.personId }
        : { kind: "team", id: signOff.teamId, name: signOff.teamName ?? signOff.label },
  };
}

function blockersOf(plan: Plan, state: DeploymentState, opened: Unit[]): Blocker[] {
  const furthest = opened.at(-1);
  const items = opened.flatMap((unit) => {
    const wrong = unit.itemKeys.flatMap((key) => itemBlocker(plan, state, key) ?? []);
    if (unit === furthest) return wrong;
    const rest = owed(plan, state, [unit]).itemKeys;
    const named = new Set(wrong.map((blocker) => blocker.itemKey));
    return [...wrong, ...rest.filter((key) => !named.has(key)).map((key) => regression(plan, key))];
  });
  const finals = finalSignOffs(state).map((signOff) => signOff.key);
  const signOffs = [...opened.flatMap((unit) => unit.signOffKeys), ...finals].flatMap(
    (key) => signOffBlocker(state, key) ?? [],
  );
  return [...issueBlockers(state), ...items, ...signOffs];
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
  const counted = plan.units.filter((unit) => counts(state, unit));
  const opened = counted.filter((unit) => isOpen(state, unit));
  const furthest = opened.at(-1);
  const following = counted.slice(furthest ? counted.indexOf(furthest) + 1 : 0);
  const next = following.find((unit) => !isOpen(state, unit));
  const rest = owed(plan, state, next ? counted.slice(0, counted.indexOf(next)) : counted);
  const over = state.cancelled ? "cancelled" : state.closedAt ? "closed" : null;
  const blockers = over ? [] : blockersOf(plan, state, opened);
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
