import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import type { Checklist } from "@/lib/checklist/schema";
import { withConsequences } from "@/lib/deployment/consequences";
import type { DeploymentEvent, NewDeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import type { ItemStateName } from "@/lib/deployment/item-state";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";
import { type Plan, planOf } from "@/lib/deployment/units";

/** A deployment in memory, for rules: the same fold and consequences as in commands, without a database. */
export type Run = { document: Checklist; state: DeploymentState; plan: Plan };

const at = (number: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString();

function dress(event: NewDeploymentEvent, number: number): DeploymentEvent {
  const { by: _, ...rest } = event;
  return {
    ...rest,
    v: 1,
    stream: { kind: "deployment", id: "d" },
    number,
    at: at(number),
    actor: { kind: "person", id: "manager" },
    via: "browser",
    prev: "",
  } as DeploymentEvent;
}

export function apply(run: Run, events: NewDeploymentEvent[]): Run {
  let number = run.state.last;
  const after = withConsequences(
    run.document,
    run.state,
    events,
    (event) => {
      number += 1;
      return dress(event, number);
    },
    (first) => fold([first]),
  );
  return { ...run, state: after.state, plan: planOf(run.document, after.state) };
}

/** A run of this text, its teams mapped to teams of the same name. */
export function startRun(text: string): Run {
  const document = readChecklist(text);
  const signOffs = document.signOffs.map(
    (signOff, position): SignOffState => ({
      key: signOff.key,
      kind: "team",
      label: signOff.label,
      teamName: signOff.team,
      teamId: signOff.team,
      sectionKey: signOff.sectionKey,
      position,
    }),
  );
  const created: NewDeploymentEvent = {
    kind: "deployment.created",
    subject: { deployment: "d" },
    before: null,
    after: {
      title: document.title,
      version: "1.0.0",
      plannedAt: null,
      deployedById: "manager",
      environment: { id: "e", name: "Production" },
      zone: "UTC",
      variables: {},
      project: { id: "p", name: "Project" },
      template: { id: "t", name: "T", versionId: "v", number: 1, textHash: "h", documentHash: "h" },
      coveredVersion: 2,
      items: flattenItems(document).map(({ item }) => item.key),
      signOffs,
      probes: [],
      contacts: [],
      references: [],
    },
  };
  let number = 0;
  const made = withConsequences(
    document,
    null,
    [created],
    (event) => {
      number += 1;
      return dress(event, number);
    },
    (first) => fold([first]),
  );
  return { document, state: made.state, plan: planOf(document, made.state) };
}

export function itemKey({ plan }: Run, label: string): string {
  const item = Object.values(plan.items).find((candidate) => candidate.label === label);
  if (!item) throw new Error(`no item "${label}"`);
  return item.key;
}

export function setItem(
  run: Run,
  key: string,
  state: ItemStateName,
  reason: string | null = null,
): Run {
  const item = run.state.items[key];
  if (!item) throw new Error(`no item ${key}`);
  const before = { state: item.state, reason: item.reason, version: item.version };
  return apply(run, [
    {
      kind: "item.changed",
      subject: { item: key },
      before,
      after: {
        state,
        reason,
        version: item.version + 1,
        cause: "person",
        early: false,
        override: null,
        runIds: [],
      },
    },
  ]);
}
