import { describe, expect, it } from "vitest";
import { heldAt } from "@/lib/log/key-holders";

const hour = 3_600_000;
const holders = [
  { keyId: "a", at: 10 * hour },
  { keyId: "b", at: 20 * hour },
  { keyId: "a", at: 30 * hour },
];

describe("a key is accepted only while it signed", () => {
  it.each([
    ["any key before the first was recorded", "old", 9, true],
    ["the first while it was the one", "a", 15, true],
    ["not another one meanwhile", "b", 15, false],
    ["not after it was replaced", "a", 25, false],
    ["its successor then", "b", 25, true],
    ["again when it was taken again", "a", 31, true],
    ["and not who came between", "b", 31, false],
    ["nor one that was never recorded", "old", 25, false],
  ])("%s", (_, keyId, at, accepted) => {
    expect(heldAt(holders, keyId, at * hour)).toBe(accepted);
  });

  it("leaves a minute for clocks and heads on their way, not two", () => {
    expect(heldAt(holders, "a", 20 * hour + 59_000)).toBe(true);
    expect(heldAt(holders, "a", 20 * hour + 61_000)).toBe(false);
    expect(heldAt([], "a", hour)).toBe(true);
  });
});
