import { describe, expect, it } from "vitest";
import { readChecklist } from "@/lib/checklist/read";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { applyEvent, fold } from "@/lib/deployment/fold";
import type { ItemStateName } from "@/lib/deployment/item-state";
import { outlineOf, waitsFor } from "@/lib/deployment/outline";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";

const document = readChecklist(`# Release

## Preparation
### Code
- [ ] Merged
- [ ] Tagged (if applicable)
### Data
- [ ] Backed up

## Deployment steps
### Application
- [ ] Deployed

## Rollback procedures
### If it fails
1. [ ] Go back

## Post-deployment tasks
### Day 1
- [ ] Look at the logs
`);

const about = {
  v: 1 as const,
  stream: { kind: "deployment" as const, id: "d" },
  at: "2026-01-02T03:04:05.000Z",
  actor: { kind: "person" as const, id: "mina" },
  via: "browser" as const,
  prev: "",
};
const items = document.stages.flatMap(({ sections }) =>
  sections.flatMap((section) => section.items.map((item) => item.key)),
);
const start = fold([
  {
    ...about,
    number: 1,
    kind: "deployment.created",
    subject: { deployment: "d" },
    before: null,
    after: {
      title: "",
      version: "1.0.0",
      plannedAt: null,
      deployedById: "mina",
      environment: { id: "e", name: "Production" },
      zone: "UTC",
      variables: {},
      project: { id: "p", name: "P" },
      template: { id: "t", name: "T", versionId: "v", number: 1, textHash: "" },
      items,
      signOffs: [],
      probes: [],
      contacts: [],
      references: [],
    },
  },
]);

const keyOf = (label: string): string => {
  const plan = planOf(document, start);
  const item = Object.values(plan.items).find((each) => each.label.startsWith(label));
  if (!item) throw new Error(`no item ${label}`);
  return item.key;
};

function set(state: DeploymentState, label: string, to: ItemStateName): DeploymentState {
  const event: DeploymentEvent<"item.changed"> = {
    ...about,
    number: state.last + 1,
    kind: "item.changed",
    subject: { item: keyOf(label) },
    before: { state: "todo", reason: null, version: 0 },
    after: {
      state: to,
      reason: null,
      version: 1,
      cause: "person",
      early: false,
      override: null,
      runIds: [],
    },
  };
  return applyEvent(state, event);
}

function open(state: DeploymentState, at: number): DeploymentState {
  const unit = planOf(document, state).units[at]?.key ?? "";
  return applyEvent(state, {
    ...about,
    number: state.last + 1,
    kind: "stage.opened",
    subject: { unit },
    before: null,
    after: { early: null },
  });
}

const outline = (state: DeploymentState) => outlineOf(document, planOf(document, state), state);
const statuses = (state: DeploymentState) => outline(state).map(({ status }) => status);

describe("the outline of a document", () => {
  it("counts what is required, and marks where the run is", () => {
    const [prepare, deploy] = outline(set(open(start, 0), "Merged", "done"));
    expect(prepare).toMatchObject({ settled: 1, required: 2, status: "open", current: true });
    expect(prepare?.sections.map(({ status }) => status)).toEqual(["done", "open"]);
    expect(deploy).toMatchObject({ settled: 0, required: 1, status: "waits", current: false });
  });

  it("holds a part with something blocked or failed in it", () => {
    expect(statuses(set(open(start, 0), "Backed up", "blocked"))[0]).toBe("held");
    expect(statuses(set(open(start, 0), "Tagged", "failed"))[0]).toBe("held");
  });

  it("holds a part that is open again below what has opened since", () => {
    let state = set(set(open(start, 0), "Merged", "done"), "Backed up", "done");
    state = open(state, 1);
    expect(statuses(state).slice(0, 2)).toEqual(["done", "open"]);
    expect(statuses(set(state, "Merged", "todo")).slice(0, 2)).toEqual(["held", "open"]);
  });

  it("says what a part waits for; a rollback and follow-ups wait for something else", () => {
    const state = set(open(start, 0), "Merged", "done");
    const plan = planOf(document, state);
    const waits = plan.units.map((unit) => waitsFor(plan, state, unit)?.itemKeys ?? null);
    expect(waits).toEqual([null, [keyOf("Backed up")], null, null]);
  });
});
