import type { Checklist, StageKind } from "@/lib/checklist/schema";
import { isSettled } from "@/lib/deployment/item-state";
import { counts, holdsUp, isOpen } from "@/lib/deployment/opening";
import { reminderDueAt, waitingRequests } from "@/lib/deployment/requests";
import type { SignOffState, SignRequest } from "@/lib/deployment/sign-off-state";
import { currentSignature, signOffList } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";
import { awaited } from "@/lib/sign-off/rules";
import { verdictOf } from "@/lib/verdict/verdict";

/** What a list shows of a deployment; kept in its row, recomputed by every command. */
export type DeploymentSummary = {
  /** Title and kind of the furthest open stage; null before any. */
  stage: { title: string; kind: StageKind } | null;
  /** Required items of the stages that count. */
  required: number;
  settled: number;
  answer: "yes" | "not_yet" | "held";
  left: number;
  blockers: number;
  /** Labels of the sign-offs that wait for an answer now. */
  waiting: { label: string; teamId: string | null; kind: string }[];
  deployedById: string;
  /** Requests to sign that wait for an answer. Absent: none. */
  asked?: AskedSummary[];
  /** Who refused, by sign-off. Absent: nobody. */
  refused?: { label: string; personId: string }[];
};

export type AskedSummary = Pick<
  SignRequest,
  "id" | "personId" | "teamId" | "byId" | "message" | "at" | "remindedAt" | "reminders"
> & {
  signOffKey: string;
  label: string;
  kind: string;
  /** It could be signed now. */
  now: boolean;
  /** When the worker reminds next; null: not while it is not its turn. */
  dueAt: string | null;
};

/** Columns that lists filter by. */
export type SummaryColumns = {
  summary: DeploymentSummary;
  awaitingTeamIds: string[];
  awaitingPersonIds: string[];
  awaitingApproval: boolean;
};

function askedNow(state: DeploymentState, waiting: readonly SignOffState[]) {
  const asked = waitingRequests(state).flatMap((request): AskedSummary[] => {
    const signOff = state.signOffs[request.signOffKey];
    if (!signOff) return [];
    const { id, personId, teamId, byId, message, at, remindedAt, reminders } = request;
    const now = waiting.some(({ key }) => key === signOff.key);
    const { key: signOffKey, label, kind } = signOff;
    const dueAt = now ? reminderDueAt(request) : null;
    return [
      {
        ...{ id, personId, teamId, byId, message, at, remindedAt, reminders },
        ...{ signOffKey, label, kind, now, dueAt },
      },
    ];
  });
  return asked.length > 0 ? { asked } : {};
}

function refusedNow(state: DeploymentState) {
  if (state.closedAt || state.cancelled) return {};
  const refused = signOffList(state).flatMap(({ key, label }) => {
    const current = currentSignature(state, key);
    return current?.answer === "refused" ? [{ label, personId: current.personId }] : [];
  });
  return refused.length > 0 ? { refused } : {};
}

export function summaryColumns(document: Checklist, state: DeploymentState): SummaryColumns {
  const plan = planOf(document, state);
  const verdict = verdictOf(plan, state);
  const counted = plan.units.filter((unit) => counts(state, unit));
  const required = counted
    .flatMap((unit) => unit.itemKeys)
    .filter((key) => plan.items[key]?.required);
  const furthest = counted.findLast((unit) => holdsUp(state, unit) && isOpen(state, unit));
  const waiting = awaited(plan, state);
  return {
    summary: {
      stage: furthest ? { title: furthest.title, kind: furthest.kind } : null,
      required: required.length,
      settled: required.filter((key) => isSettled(state.items[key]?.state ?? "todo")).length,
      answer: verdict.answer,
      left: verdict.left,
      blockers: verdict.blockers.length,
      waiting: waiting.map(({ label, teamId, kind }) => ({ label, teamId, kind })),
      deployedById: state.deployedById,
      ...askedNow(state, waiting),
      ...refusedNow(state),
    },
    awaitingTeamIds: waiting.flatMap(({ teamId }) => teamId ?? []),
    awaitingPersonIds: waiting.some(({ kind }) => kind === "deployed_by")
      ? [state.deployedById]
      : [],
    awaitingApproval: waiting.some(({ kind }) => kind === "approved_by"),
  };
}
