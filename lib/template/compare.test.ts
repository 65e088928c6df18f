import { describe, expect, it } from "vitest";
import { compareTexts } from "@/lib/template/compare";

const lines = (n: number) => Array.from({ length: n }, (_, at) => `line ${at + 1}`);

describe("the difference between two texts", () => {
  it("shows changed lines with three around them, numbered on both sides", () => {
    const before = lines(20).join("\n");
    const after = before.replace("line 10", "line ten");
    const diff = compareTexts(before, after);
    expect(diff).toMatchObject({ added: 1, removed: 1, skippedBelow: 7 });
    const [hunk] = diff?.hunks ?? [];
    expect(hunk?.skipped).toBe(6);
    expect(hunk?.lines.map(({ kind, before: old, after: now }) => [kind, old, now])).toEqual([
      ["same", 7, 7],
      ["same", 8, 8],
      ["same", 9, 9],
      ["removed", 10, null],
      ["added", null, 10],
      ["same", 11, 11],
      ["same", 12, 12],
      ["same", 13, 13],
    ]);
  });

  it("is none for line ends and a missing last one", () => {
    expect(compareTexts("a\r\nb", "a\nb\n")?.hunks).toEqual([]);
  });

  it("keeps distant changes apart and says how much lies between", () => {
    const before = lines(40);
    const after = [...before.slice(0, 39), "line forty"].map((l) => (l === "line 1" ? "one" : l));
    const diff = compareTexts(before.join("\n"), after.join("\n"));
    expect(diff?.hunks.map((hunk) => hunk.skipped)).toEqual([0, 32]);
    expect(diff?.skippedBelow).toBe(0);
  });
});
