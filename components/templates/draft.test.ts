import { describe, expect, it } from "vitest";
import { draftKey, parseDraft } from "@/components/templates/draft";

const kept = {
  draft: { text: "- [ ] a", basedOn: 2, name: "Release", projectId: null },
  at: "2026-03-01T10:00:00.000Z",
};

describe("a kept draft", () => {
  it("comes back as it was", () => {
    expect(parseDraft(JSON.stringify(kept))).toEqual(kept);
  });

  it("is not taken from what somebody else has written there", () => {
    for (const stored of [null, "", "no JSON", "null", "[]", "{}", JSON.stringify({ at: kept.at })])
      expect(parseDraft(stored)).toBeNull();
    expect(parseDraft(JSON.stringify({ ...kept, at: "yesterday" }))).toBeNull();
    expect(parseDraft(JSON.stringify({ ...kept, draft: { ...kept.draft, text: 1 } }))).toBeNull();
  });

  it("is one per person and template", () => {
    const keys = [draftKey("p", null), draftKey("p", "t"), draftKey("q", null), draftKey("q", "t")];
    expect(new Set(keys).size).toBe(4);
  });
});
