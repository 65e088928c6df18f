import { titleText } from "@/lib/checklist/title-text";
import { isSettled } from "@/lib/deployment/item-state";
import { counts, isOpen } from "@/lib/deployment/opening";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { currentSignature, signOffList, signOffStatus } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { type StakeholderView, stakeholderView } from "@/lib/share/schema";
import { isBlockerCode } from "@/lib/verdict/codes";
import { type Blocker, verdictOf } from "@/lib/verdict/verdict";

/** Addresses of the net and of people in a title: whoever wrote it did not mean them for everybody. */
const addresses = /\b[a-z][a-z\d+.-]*:\/\/\S+|\bwww\.\S+|\S+@\S+\.\S+|`[^`]*`/gi;

/** Empty: it has no title. */
const shown = (text: string): string => titleText(text.replace(addresses, "…")).trim();

/** What a stakeholder sees of a state. Pure; `names` are those of people by id. */
export function viewFor(
  plan: Plan,
  state: DeploymentState,
  names: Readonly<Record<string, string>>,
): StakeholderView {
  const verdict = verdictOf(plan, state);
  const { version, project, environment, plannedAt, startedAt, wentLiveAt, closedAt } = state;
  return stakeholderView.parse({
    title: shown(state.title),
    ...{ version: shown(version), project: project.name, environment: environment.name },
    ...{ plannedAt, startedAt, wentLiveAt, closedAt: closedAt ?? state.cancelled?.at ?? null },
    answer: verdict.answer,
    outcome: state.cancelled ? "cancelled" : state.outcome,
    next: {
      stage: verdict.next.kind === "unit" ? shown(verdict.next.title) : null,
      ...{ items: verdict.leftItems, signOffs: verdict.leftSignOffs },
    },
    holds: holdsOf(state, verdict.blockers),
    stages: stagesOf(plan, state),
    signOffs: signOffList(state).map((signOff) => signOffView(state, signOff, names)),
    last: state.last,
  } satisfies StakeholderView);
}

function holdsOf(state: DeploymentState, blockers: readonly Blocker[]): StakeholderView["holds"] {
  const holds: StakeholderView["holds"] = [];
  for (const { code, signOffKey } of blockers) {
    if (!isBlockerCode(code)) continue;
    const of = signOffKey === null ? undefined : state.signOffs[signOffKey];
    const signOff = of ? shown(of.label) : null;
    const same = holds.find((one) => one.code === code && one.signOff === signOff);
    if (same) same.n += 1;
    else holds.push({ code, signOff, n: 1 });
  }
  return holds;
}

/** Stages in document order; a stage is open as soon as its first part is. */
function stagesOf(plan: Plan, state: DeploymentState): StakeholderView["stages"] {
  const stages = new Map<string, StakeholderView["stages"][number]>();
  for (const unit of plan.units) {
    const { stageKey: key, kind, title } = unit;
    if (kind === "rollback" && !counts(state, unit)) continue;
    const required = unit.itemKeys.filter((item) => plan.items[item]?.required);
    const settled = required.filter((item) => isSettled(state.items[item]?.state ?? "todo"));
    const known = stages.get(key);
    stages.set(key, {
      ...{ key, kind, title: known?.title ?? shown(title) },
      open: (known?.open ?? false) || isOpen(state, unit),
      required: (known?.required ?? 0) + required.length,
      settled: (known?.settled ?? 0) + settled.length,
    });
  }
  return [...stages.values()];
}

function signOffView(
  state: DeploymentState,
  { key, kind, label }: SignOffState,
  names: Readonly<Record<string, string>>,
): StakeholderView["signOffs"][number] {
  const signature = currentSignature(state, key);
  const nameOf = (id: string | undefined) => (id === undefined ? null : (names[id] ?? null));
  return {
    ...{ key, kind, label: kind === "team" ? shown(label) : null },
    status: signOffStatus(state, key),
    by: nameOf(signature?.personId),
    inNameOf: nameOf(signature?.onBehalfOf?.personId),
    at: signature?.at ?? null,
  };
}
