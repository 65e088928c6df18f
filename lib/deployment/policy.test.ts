import { describe, expect, it } from "vitest";
import type { Policy } from "@/lib/checklist/schema";
import { maxAgeMs, seatsOf, withoutSeat } from "@/lib/deployment/policy";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";

const policy = (more: Partial<Policy>): Policy => ({
  ...{ signOffs: {}, inOrder: false, probeAgeMs: null, stageAgesMs: {} },
  ...{ settledShare: null, listsInOrder: false },
  ...more,
});

const ageOf = (given: Policy | undefined, itemKey: string) => {
  const state = { policy: given } as DeploymentState;
  const items = { health: { stageKey: "verify" }, merged: { stageKey: "prepare" } };
  return maxAgeMs(state, { items } as unknown as Plan, itemKey);
};

describe("how old a verdict may be", () => {
  const minutes = 60_000;
  it("is half an hour, unless the template says otherwise, for all stages or for one", () => {
    expect(ageOf(undefined, "health")).toBe(30 * minutes);
    const given = policy({ probeAgeMs: 45 * minutes, stageAgesMs: { verify: 5 * minutes } });
    expect(ageOf(given, "health")).toBe(5 * minutes);
    expect(ageOf(given, "merged")).toBe(45 * minutes);
  });
});

describe("seats", () => {
  it("are as many as are needed, and lead back to their line", () => {
    const given = policy({ signOffs: { qa: { need: 3, covers: null, releaseManager: false } } });
    expect(seatsOf(given, "qa")).toEqual(["qa", "qa#2", "qa#3"]);
    for (const key of ["dev", "constructor", "__proto__", "toString"])
      expect(seatsOf(given, key)).toEqual([key]);
    expect(seatsOf(given, "qa").map(withoutSeat)).toEqual(["qa", "qa", "qa"]);
  });
});
