import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyEvidence } from "@/lib/probe/evidence";
import { endedRounds, missedRounds, settledResult, withRound } from "@/lib/probe/round-log";
import type { ProbeResult, Round, Verdict } from "@/lib/probe/schema";
import { type Stability, settleRounds } from "@/lib/probe/stability";

const start = new Date("2026-11-23T07:00:00.000Z");

function measured(verdict: Verdict, number = 0): ProbeResult {
  const at = new Date(start.getTime() + number * 1000);
  const code = verdict === "pass" ? "held" : verdict === "fail" ? "contradicted" : "not-measured";
  const figures = [{ name: "number", value: number, unit: "count" as const }];
  const reason = { code, params: {} } as const;
  return { verdict, reason, figures, assertions: [], evidence: emptyEvidence(at) };
}

const all = (verdicts: readonly Verdict[]): Round[] =>
  verdicts.reduce<Round[]>((rounds, one, at) => withRound(rounds, measured(one, at)), []);

const verdicts = fc.array(fc.constantFrom<Verdict>("pass", "fail", "inconclusive"), {
  minLength: 1,
  maxLength: 40,
});
const stability = fc
  .record({ rounds: fc.integer({ min: 1, max: 40 }), needed: fc.integer({ min: 1, max: 40 }) })
  .filter(({ rounds, needed }) => needed <= rounds)
  .map((counts): Stability => ({ ...counts, everyMs: 10_000 }));

describe("measurements one after the other", () => {
  it("come to the verdict that they settle, told with whole evidence of one that has it", () => {
    fc.assert(
      fc.property(stability, verdicts, (asked, made) => {
        // Once it is settled nothing more is measured.
        const end = made.findIndex((_, at) => settleRounds(asked, made.slice(0, at + 1)) !== null);
        const upTo = made.slice(0, end < 0 ? asked.rounds : end + 1);
        const result = settledResult(asked, all(upTo));
        expect(result?.verdict ?? null).toBe(settleRounds(asked, upTo));
        if (!result) return;
        expect(result.rounds).toHaveLength(upTo.length);
        const number = result.figures[0]?.value;
        expect(upTo[Number(number)]).toBe(result.verdict);
        expect(result.evidence.startedAt).toBe(
          measured(result.verdict, Number(number)).evidence.startedAt,
        );
      }),
    );
  });

  it("keep every outcome, and whole evidence of a few, however long they go on", () => {
    fc.assert(
      fc.property(verdicts, (made) => {
        const rounds = all(made);
        expect(rounds.map(({ verdict }) => verdict)).toEqual(made);
        const whole = rounds.filter(({ evidence }) => evidence);
        expect(whole.length).toBeLessThanOrEqual(11);
        const failing = rounds.filter(({ verdict }) => verdict !== "pass");
        for (const round of failing.slice(0, 8)) expect(round.evidence).toBeDefined();
      }),
    );
  });
});

describe("measurements that were missed", () => {
  const asked: Stability = { rounds: 5, needed: 5, everyMs: 10_000 };
  const late = (seconds: number, done = all(["pass"])) =>
    missedRounds(asked, done, start, new Date(start.getTime() + seconds * 1000));

  it("are as many as had their time, and no more than were planned", () => {
    expect(late(0)).toEqual([]);
    expect(late(9)).toEqual([]);
    expect(late(10)).toHaveLength(1);
    expect(late(25)).toHaveLength(2);
    expect(late(3600)).toHaveLength(4);
    expect(late(3600, [])).toEqual([]);
  });

  it("a short delay is none, however often it is measured", () => {
    const often = { ...asked, everyMs: 1000 };
    expect(missedRounds(often, all(["pass"]), start, new Date(start.getTime() + 4000))).toEqual([]);
  });

  it("never pass, and make no verdict of what nobody saw", () => {
    const result = settledResult(asked, [...all(["pass"]), ...late(25)]);
    expect(result).toMatchObject({
      verdict: "inconclusive",
      reason: { code: "rounds-missed", params: { n: 2 } },
      assertions: [],
      figures: [],
      evidence: { address: null },
    });
  });

  it("leave a failure what it is", () => {
    const two = { rounds: 3, needed: 2, everyMs: 10_000 };
    const rounds = [
      ...all(["fail"]),
      ...missedRounds(two, all(["fail"]), start, new Date(start.getTime() + 25_000)),
    ];
    expect(settledResult(two, rounds)).toMatchObject({
      verdict: "fail",
      reason: { code: "contradicted" },
    });
  });
});

it("a run that is cancelled proves nothing, and keeps what was measured", () => {
  const result = endedRounds("cancelled", all(["pass", "pass"]), start);
  expect(result).toMatchObject({
    verdict: "inconclusive",
    reason: { code: "cancelled" },
    figures: [],
  });
  expect(result.rounds).toHaveLength(2);
});
