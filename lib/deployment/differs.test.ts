import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChecklist } from "@/lib/checklist/read";
import { documents } from "@/lib/checklist/testing/documents";
import { type Differs, differsFrom } from "@/lib/deployment/differs";

const template = { id: "t", name: "Standard", number: 3 };
const differs = (standard: string, document: string) =>
  differsFrom(template, readChecklist(standard), readChecklist(document));

const standard = `---
policy:
  sign-offs:
    QA: { need: 2 }
---
# Release

## Preparation
- [ ] Backed up
- [ ] Merged
  \`\`\`bash
  git merge
  \`\`\`
- [ ] Healthy
  \`\`\`probe
  kind: http
  url: "{{BASE_URL}}/health"
  expect:
    - status == 200
  \`\`\`

## Go-live
### Sign-offs
- [ ] QA team approval
- [ ] Security team approval

## Deployment Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`;

const none = { n: 0, first: [] };
const nothing: Differs = {
  ...{ template, signOffs: { missing: none, added: 0 }, probes: none, policy: false },
  items: { missing: none, added: 0, changed: none },
};
const one = (label: string) => ({ n: 1, first: [label] });

function changed(from: string, to: string): Differs | null {
  expect(standard).toContain(from);
  return differs(standard, standard.replace(from, to));
}

describe("a checklist beside the project's default", () => {
  it("that says the same differs in nothing, nor does one with other prose, order or boxes", () => {
    expect(differs(standard, standard)).toBeNull();
    expect(changed("## Go-live\n", "## Go-live\n\nTake your time.\n\n")).toBeNull();
    expect(changed("- [ ] Backed up", "- [x] Backed up")).toBeNull();
    expect(
      changed(
        "- [ ] QA team approval\n- [ ] Security team approval",
        "- [ ] Security team approval\n- [ ] QA team approval",
      ),
    ).toBeNull();
  });

  it.each<[string, string, string, Partial<Differs>]>([
    [
      "an item that is missing",
      "- [ ] Backed up\n",
      "",
      { items: { ...nothing.items, missing: one("Backed up") } },
    ],
    [
      "an item more",
      "- [ ] Backed up\n",
      "- [ ] Backed up\n- [ ] Announced\n",
      { items: { ...nothing.items, added: 1 } },
    ],
    [
      "an item that is called otherwise",
      "- [ ] Backed up\n",
      "- [ ] Backed up twice\n",
      { items: { ...nothing.items, missing: one("Backed up"), added: 1 } },
    ],
    [
      "another command",
      "git merge",
      "git merge --force",
      { items: { ...nothing.items, changed: one("Merged") } },
    ],
    ["another probe", "status == 200", "status < 500", { probes: one("Healthy") }],
    [
      "the final sign-offs missing",
      standard.slice(standard.indexOf("## Deployment Sign-off")),
      "",
      { signOffs: { missing: one("Deployed by / Approved by"), added: 0 } },
    ],
    [
      "a sign-off missing",
      "- [ ] Security team approval\n",
      "",
      { signOffs: { missing: one("Security team approval"), added: 0 } },
    ],
    [
      "a sign-off more",
      "- [ ] Security team approval\n",
      "- [ ] Security team approval\n- [ ] Legal team approval\n",
      { signOffs: { missing: none, added: 1 } },
    ],
    [
      "fewer of a team",
      "QA: { need: 2 }",
      "QA: { need: 1 }",
      { signOffs: { missing: one("QA team approval"), added: 0 }, policy: true },
    ],
    ["another policy", "policy:\n", "policy:\n  order: in-order\n", { policy: true }],
  ])("with %s says that and nothing else", (_, from, to, told) => {
    expect(changed(from, to)).toEqual({ ...nothing, ...told });
  });

  it("without a probe, or with an item that need not be done, says so", () => {
    const block = standard.slice(standard.indexOf("  ```probe"), standard.indexOf("\n## Go-live"));
    expect(changed(block, "")).toMatchObject({ probes: one("Healthy") });
    const optional = "- [ ] Backed up {#backup}";
    expect(
      differs(
        standard.replace("- [ ] Backed up", optional),
        standard.replace("- [ ] Backed up", `${optional.replace(" {#", " (optional) {#")}`),
      )?.items.changed.n,
    ).toBe(1);
  });

  it("names five at most, and counts all", () => {
    const items = Array.from({ length: 9 }, (_, at) => `- [ ] Step ${at}\n`).join("");
    const { items: told } = differs(standard.replace("- [ ] Backed up\n", items), standard) ?? {};
    expect(told?.missing).toEqual({ n: 9, first: [0, 1, 2, 3, 4].map((at) => `Step ${at}`) });
  });

  it("never differs from itself, whatever it holds, nor from its stored reading", () => {
    fc.assert(
      fc.property(documents, (text) => {
        const document = readChecklist(text);
        expect(differsFrom(template, document, document)).toBeNull();
        expect(differs(text, text)).toBeNull();
        const stored = JSON.parse(JSON.stringify(document)) as typeof document;
        expect(differsFrom(template, document, stored)).toBeNull();
      }),
    );
  });

  const teams = fc.constantFrom("QA", "Security", "Database", "constructor", "보안");
  const groups = fc.array(fc.array(teams, { minLength: 1, maxLength: 4 }), {
    ...{ minLength: 1, maxLength: 3 },
  });
  const printed = (lines: readonly (readonly string[])[]) =>
    `# Release\n\n${lines
      .map((names, at) => {
        const approvals = names.map((name) => `- [ ] ${name} team approval\n`).join("");
        return `## Stage ${at}\n### Steps\n- [ ] Step ${at}\n\n### Sign-offs\n${approvals}`;
      })
      .join("\n")}`;

  it("always says that a sign-off line was taken away, whichever", () => {
    fc.assert(
      fc.property(groups, fc.nat(), (lines, at) => {
        const all = lines.flatMap((names, stage) => names.map((_, place) => ({ stage, place })));
        const gone = all[at % all.length];
        const left = lines.map((names, stage) =>
          names.filter((_, place) => stage !== gone?.stage || place !== gone.place),
        );
        expect(readChecklist(printed(lines)).signOffs).toHaveLength(all.length);
        const told = differs(printed(lines), printed(left));
        expect(told?.signOffs).toMatchObject({ missing: { n: 1 }, added: 0 });
      }),
    );
  });
});
