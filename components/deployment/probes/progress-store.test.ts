import { describe, expect, it } from "vitest";
import { createProgress } from "@/components/deployment/probes/progress-store";
import type { ProbeProgress } from "@/lib/probe/progress";

const measured = (runId: string, times: number): ProbeProgress => ({
  probeId: "p",
  runId,
  verdicts: Array.from({ length: times }, () => "pass"),
  of: 3,
  needed: 3,
  everyMs: 1000,
  nextAt: "2026-01-01T00:00:00.000Z",
});

describe("how far a run is", () => {
  it("never goes back, in whatever order it is told", () => {
    const store = createProgress([measured("a", 2)]);
    store.take([measured("a", 1)]);
    expect(store.get("p")?.verdicts).toHaveLength(2);
  });

  it("begins anew with the next run", () => {
    const store = createProgress([measured("a", 2)]);
    store.take([measured("b", 1)]);
    expect(store.get("p")?.runId).toBe("b");
  });

  it("is told to who listens, until they stop", () => {
    const store = createProgress([]);
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    store.take([measured("a", 1)]);
    stop();
    store.take([measured("a", 2)]);
    expect(told).toBe(1);
  });
});
