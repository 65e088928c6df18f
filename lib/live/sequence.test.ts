import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sequence } from "@/lib/live/sequence";

describe("a sequence", () => {
  it("delivers each number once and in order, whatever is repeated, lost or overtaken", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(fc.integer({ min: 1, max: 40 })), (has, numbers) => {
        const got: number[] = [];
        const order = sequence(() => has);
        for (const number of numbers) {
          const missing = number > order.last() + 1;
          const answer = order.take(number, () => got.push(number));
          expect(answer).toBe(missing ? "gap" : null);
        }
        expect(got).toEqual(got.map((_, index) => has + 1 + index));
      }),
    );
  });

  it("comes through to the end when everything after a gap is sent again", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (lost) => {
        const got: number[] = [];
        const order = sequence(() => 0);
        const last = lost.length;
        const send = (number: number) => order.take(number, () => got.push(number));
        lost.forEach((isLost, index) => {
          if (isLost) return;
          if (send(index + 1) !== "gap") return;
          for (let number = order.last() + 1; number <= index + 1; number += 1) send(number);
        });
        for (let number = order.last() + 1; number <= last; number += 1) send(number);
        expect(got).toEqual(lost.map((_, index) => index + 1));
      }),
    );
  });

  it("goes on from what its reader has from elsewhere", () => {
    let has = 3;
    const got: number[] = [];
    const order = sequence(() => has);
    order.take(4, () => got.push(4));
    has = 7;
    expect(order.take(6, () => got.push(6))).toBeNull();
    expect(order.take(8, () => got.push(8))).toBeNull();
    has = 2; // an older reading: what was delivered stays delivered
    expect(order.take(8, () => got.push(8))).toBeNull();
    expect(got).toEqual([4, 8]);
  });
});
