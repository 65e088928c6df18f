import { describe, expect, it } from "vitest";
import { readChecklist } from "@/lib/checklist/read";

const body = `
# Release

## Preparation
### Phase 1
- [ ] Merged
### Phase 2
- [ ] Migrated

## Go-live
### Sign-offs
- [ ] QA team approval
- [ ] Security team approval
`;

const read = (policy: string) =>
  readChecklist(`---\ntitle: Release\npolicy:\n${policy}---\n${body}`);

describe("a policy in the front matter", () => {
  it("is read with its names resolved, and what it leaves out as it was", () => {
    const { policy, warnings } = read(`  sign-offs:
    qa: { need: 2, covers: [Phase 2] }
    Security team approval: { covers: [Preparation], release-manager: true }
  order: in-order
  probe-age: { default: 45m, prepare: 10m }
  settled-share: 50%
  numbered-lists: in-order
`);
    expect(warnings).toEqual([]);
    expect(policy).toEqual({
      signOffs: {
        "sign-offs/qa-team-approval": { need: 2, covers: ["phase-2"], releaseManager: false },
        "sign-offs/security-team-approval": {
          ...{ need: 1, covers: ["phase-1", "phase-2"], releaseManager: true },
        },
      },
      inOrder: true,
      probeAgeMs: 45 * 60_000,
      stageAgesMs: { preparation: 10 * 60_000 },
      settledShare: 0.5,
      listsInOrder: true,
    });
  });

  it("says how long signatures hold, all of them or those of a team", () => {
    const { policy } = read("  lasts: 8h\n  sign-offs:\n    QA: { lasts: 30m }\n");
    expect(policy?.lastsMs).toBe(8 * 3_600_000);
    expect(policy?.signOffs["sign-offs/qa-team-approval"]?.lastsMs).toBe(30 * 60_000);
    expect(read("  order: in-order\n").policy).not.toHaveProperty("lastsMs");
  });

  it("is absent where there is none, so that older readings stay what they were", () => {
    expect(readChecklist(body)).not.toHaveProperty("policy");
    expect(readChecklist(`---\ntitle: Release\n---\n${body}`)).not.toHaveProperty("policy");
  });

  it.each([
    ["  sign-offs:\n    Legal: { need: 2 }\n", 5, "no such sign-off; there are: QA, Security"],
    ["  sign-offs:\n    QA: { need: 0 }\n", 5, "must be at least 1"],
    ["  sign-offs:\n    QA: { need: two }\n", 5, "must be a whole number"],
    ["  sign-offs:\n    QA:\n      covers: [Phase 9]\n", 6, "no section or stage"],
    ["  sign-offs:\n    QA:\n      covers: []\n", 6, "names no section"],
    ["  sign-offs:\n    QA: {}\n    qa team approval: {}\n", 6, "another line names too"],
    ["  order: random\n", 4, "must be parallel or in-order"],
    ["  probe-age: soon\n", 4, "must be a time"],
    ["  probe-age:\n    launch: 5m\n", 5, "no such stage"],
    ["  settled-share: half\n", 4, 'such as "50%"'],
    ["  quorum: 3\n", 4, "quorum: is not a field"],
    ["  - QA\n", 4, "must have fields"],
    ["  sign-offs: &all { QA: { need: 2 } }\n  order: *all\n", 4, "must have fields"],
    ["  sign-offs:\n    constructor: { need: 2 }\n", 5, "no such sign-off"],
    ["  sign-offs:\n    __proto__: { need: 2 }\n", 4, "must have fields"],
    ["  lasts: 1m\n", 4, 'between "5m" and "30d"'],
    ["  sign-offs:\n    QA: { lasts: 60d }\n", 5, 'between "5m" and "30d"'],
    ["\n", 3, "must have fields"],
    ["  order: [in-order\n", 1, "cannot be published"],
  ])("%j is not half applied: line and reason are told", (policy, line, message) => {
    const { policy: made, warnings } = read(policy);
    expect(made).toBeUndefined();
    const [problem] = warnings.filter(({ code }) => code === "policy-invalid");
    expect(problem).toMatchObject({ line, message: expect.stringContaining(message) });
  });
});
