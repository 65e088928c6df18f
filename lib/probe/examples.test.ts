import { describe, expect, it } from "vitest";
import { exampleKinds, examples, subjectKey } from "@/lib/probe/examples";
import { kindNames } from "@/lib/probe/kinds";
import { parseSpecText } from "@/lib/probe/spec";
import { readSpecNotes } from "@/lib/probe/spec-notes";
import { messages } from "@/messages";

describe("examples", () => {
  it("are there for every kind, and for no other", () => {
    expect([...exampleKinds].sort()).toEqual([...kindNames].sort());
  });

  it.each(exampleKinds)("of %s are valid specs", (kind) => {
    expect(parseSpecText(examples[kind].text)).toMatchObject({ ok: true, spec: { kind } });
  });

  it.each(exampleKinds)("of %s are worded, with all that can be asked", (kind) => {
    for (const { probe } of Object.values(messages)) {
      expect(Object.keys(probe.kind)).toContain(kind);
      const known = Object.keys(probe.subject);
      expect(known).toEqual(expect.arrayContaining(examples[kind].subjects.map(subjectKey)));
    }
  });
});

describe("notes on a spec that is being written", () => {
  it("say nothing about one that is valid", () => {
    expect(readSpecNotes(examples.tls.text)).toEqual({ kind: "tls", issues: [] });
  });

  it("point at the line of each mistake", () => {
    const text =
      "kind: http\ntarget: https://example.com/\nassert:\n  - status == 200\n  - tme < 5\n";
    const { kind, issues } = readSpecNotes(text);
    expect(kind).toBe("http");
    expect(issues).toMatchObject([{ line: 5, column: 5, path: "assert.1" }]);
  });

  it("point at what is no YAML", () => {
    const { issues } = readSpecNotes("kind: http\ntarget: [\n");
    expect(issues).toHaveLength(1);
    expect(issues[0]?.line).toBeGreaterThan(1);
  });
});
