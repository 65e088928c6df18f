/** Checklists for the model, and how they are read by rule 1: written by hand, so that the reader is checked too. */

export type UnitKind = "prepare" | "deploy" | "rollback" | "other" | "go-live" | "follow-up";

export type Unit = {
  id: string;
  kind: UnitKind;
  /** Titles of its sections, the items of each in document order. */
  sections: { title: string; items: string[] }[];
  signOffs: string[];
};

export type Outline = {
  text: string;
  units: Unit[];
  finals: boolean;
  /** How long a signature holds, in hours: of one sign-off, or of all others. Absent: for good. */
  hours?: { of: Readonly<Record<string, number>>; others: number };
};

/** Not "(optional)": everything else is required. */
export const optional: ReadonlySet<string> = new Set(["Tagged (optional)"]);
export const childrenOf: Readonly<Record<string, string[]>> = { Parent: ["Child"] };
export const commandOf: Readonly<Record<string, string>> = { Apply: "apply" };
/** Items with a probe in the document, and the minutes after which it is measured again. */
export const probed = { Healthy: 10 };

/** Who answers which sign-off. */
export const teamOf: Readonly<Record<string, string>> = {
  QA: "QA",
  "Development 1": "Development",
  "Development 2": "Development",
  Security: "Security",
};
export const deployedBy = "Deployed by";
export const approvedBy = "Approved by";

const code = ["Merged", "Tagged (optional)", "Parent", "Child"];
const codeText = `### Code
- [ ] Merged
- [ ] Tagged (optional)
- [ ] Parent
  - [ ] Child
`;
const deployText = `## Deployment steps
### Phase 1
- [ ] Apply
  \`\`\`bash
  apply
  \`\`\`
- [ ] Healthy
  \`\`\`probe
  kind: http
  target: https://example.com/
  assert: ["status == 200"]
  recheck: 10 minutes
  \`\`\`

## Rollback
### Back
1. [ ] Stop
2. [ ] Restore

## Further lists
### Lists
- [ ] Extra
`;
const followText = `## Post-deployment tasks
### Day 1
- [ ] Look at errors
`;

const deploy: Unit[] = [
  unit("deploy", "deploy", { "Phase 1": ["Apply", "Healthy"] }),
  unit("rollback", "rollback", { Back: ["Stop", "Restore"] }),
  unit("other", "other", { Lists: ["Extra"] }),
];
const follow = unit("follow-up", "follow-up", { "Day 1": ["Look at errors"] });

function unit(
  id: string,
  kind: UnitKind,
  sections: Record<string, string[]>,
  signOffs: string[] = [],
): Unit {
  const listed = Object.entries(sections).map(([title, items]) => ({ title, items }));
  return { id, kind, sections: listed, signOffs };
}

/** Two groups of sign-offs, one of them with two of a team, and the final ones; all of them end some time. */
export const signed: Outline = {
  text: `---
policy:
  lasts: 8h
  sign-offs:
    QA: { lasts: 2d }
    Development: { need: 2 }
---
# Checklist

## Preparation
${codeText}
### Readiness
- [ ] QA team approval

### Tools
- [ ] Tools ready

${deployText}
## Go-live
### Technical sign-offs
- [ ] Development team approval
- [ ] Security team approval

### Final steps
- [ ] Announce

${followText}
## Deployment Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`,
  units: [
    unit("prepare 1", "prepare", { Code: code, Readiness: [] }, ["QA"]),
    unit("prepare 2", "prepare", { Tools: ["Tools ready"] }),
    ...deploy,
    unit("go-live 1", "go-live", { "Technical sign-offs": [] }, [
      "Development 1",
      "Development 2",
      "Security",
    ]),
    unit("go-live 2", "go-live", { "Final steps": ["Announce"] }),
    follow,
  ],
  finals: true,
  hours: { of: { QA: 48 }, others: 8 },
};

/** Nobody signs anything. */
export const unsigned: Outline = {
  text: `# Checklist

## Preparation
${codeText}
### Tools
- [ ] Tools ready

${deployText}
## Go-live
### Final steps
- [ ] Announce

${followText}`,
  units: [
    unit("prepare 1", "prepare", { Code: code, Tools: ["Tools ready"] }),
    ...deploy,
    unit("go-live 1", "go-live", { "Final steps": ["Announce"] }),
    follow,
  ],
  finals: false,
};
