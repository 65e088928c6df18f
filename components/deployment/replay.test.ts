import { describe, expect, it } from "vitest";
import { overlay } from "@/components/deployment/overlay";
import { createReplay } from "@/components/deployment/replay";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import type { Plan } from "@/lib/deployment/units";

const about = {
  v: 1 as const,
  stream: { kind: "deployment" as const, id: "d" },
  at: "2026-01-02T03:04:05.000Z",
  actor: { kind: "person" as const, id: "mina" },
  via: "browser" as const,
  prev: "",
};

const created: DeploymentEvent<"deployment.created"> = {
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
    items: ["a", "b"],
    signOffs: [],
    probes: [],
    contacts: [],
    references: [],
  },
};

function ticked(number: number, item: string, version: number): DeploymentEvent {
  const after = { state: "done" as const, reason: null, version, cause: "person" as const };
  return {
    ...about,
    number,
    kind: "item.changed",
    subject: { item },
    before: { state: "todo", reason: null, version: version - 1 },
    after: { ...after, early: false, override: null, runIds: [] },
  };
}

const plan: Plan = { units: [], unitByKey: {}, items: {}, unitOfSection: {} };
const start = fold([created]);

describe("events from the action and from the stream", () => {
  it("count once, in whatever order they come", () => {
    const replay = createReplay();
    replay.add([ticked(3, "b", 1)]);
    expect(replay.carryOn(start).state).toBe(start);
    expect(replay.hasGap(start)).toBe(true);
    replay.add([ticked(2, "a", 1), ticked(3, "b", 1)]);
    const { state, applied } = replay.carryOn(start);
    expect(applied.map(({ number }) => number)).toEqual([2, 3]);
    expect(state.items.a?.state).toBe("done");
    expect(replay.carryOn(state).applied).toEqual([]);
    expect(replay.hasGap(state)).toBe(false);
  });

  it("carry on a read that comes back older than what was applied already", () => {
    const replay = createReplay();
    replay.add([ticked(2, "a", 1), ticked(3, "b", 1)]);
    replay.carryOn(start);
    expect(replay.carryOn(start).state.last).toBe(3);
  });

  it("are forgotten in time: the newest 500 are kept", () => {
    const replay = createReplay();
    replay.add(Array.from({ length: 600 }, (_, at) => ticked(at + 2, "a", at + 1)));
    expect(replay.carryOn({ ...start, last: 50 }).applied).toEqual([]);
    expect(replay.carryOn({ ...start, last: 101 }).applied).toHaveLength(500);
  });
});

describe("a tick under way", () => {
  const tick = { id: 1, itemKey: "a", to: "done" as const, reason: null, version: 0, at: about.at };

  it("is shown at once, as the viewer's", () => {
    const shown = overlay(plan, start, [tick], "mina");
    expect(shown.items.a).toMatchObject({ state: "done", version: 1, byId: "mina" });
    expect(shown.items.b).toBe(start.items.b);
  });

  it("carries the next one on the same item", () => {
    const back = { ...tick, id: 2, to: "todo" as const, version: 1 };
    expect(overlay(plan, start, [tick, back], "mina").items.a).toMatchObject({
      state: "todo",
      version: 2,
    });
  });

  it("shows nothing once the item has moved on", () => {
    const replay = createReplay();
    replay.add([ticked(2, "a", 1)]);
    const { state } = replay.carryOn(start);
    expect(overlay(plan, state, [tick], "mina")).toBe(state);
  });
});
