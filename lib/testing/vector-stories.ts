import {
  does,
  itemOf,
  measures,
  type Step,
  type Story,
  settles,
  signs,
  signsFor,
  type Telling,
} from "@/lib/testing/vector-steps";

/** What the vectors tell: one small enough to make by hand, one with everything that is covered, and version 1. */

const small = `# Release

## Preparation
- [ ] Merged

### Sign-offs
- [ ] QA team approval
`;

const finals = `## Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`;

const large = `# 배포 체크리스트

## Preparation
- [ ] Merged "main" \\ tagged
  - [ ] Reviewed {#reviewed}
- [ ] Migrate

  \`\`\`bash
  migrate --to {{version}}
  \`\`\`

### Sign-offs
- [ ] QA team approval

## Deployment
- [ ] 상태 확인 🚀
- [ ] Error rate

### Sign-offs
- [ ] Development team approval
- [ ] Security team approval

## Rollback
1. [ ] Stop writes
2. [ ] Restore

## Post-deployment tasks
- [ ] Look at errors

## Deployment Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`;

const keyOf = (story: Telling, kind: string, nth: number): string =>
  story.document.stages.filter((stage) => stage.kind === kind)[nth]?.key ?? "";

const spec = { kind: "http", url: "{{BASE_URL}}/건강", expect: { within: 0.25, tiny: 1e-7 } };
const success = { outcome: "success" as const, notes: "끝났습니다." };

const largeSteps: Step[] = [
  settles("Reviewed", "done"),
  settles('Merged "main" \\ tagged', "done", null, [], "person-jun"),
  {
    by: "person-mina",
    events: (story) => [
      {
        kind: "item.corrected",
        subject: { item: itemOf(story, "Migrate").key },
        before: { label: "Migrate", command: "migrate --to {{version}}" },
        after: { label: "Migrate\tthe\nschema", command: null, material: true },
      },
      {
        kind: "item.added",
        subject: { item: "added-1" },
        before: null,
        after: {
          sectionKey: story.document.stages[0]?.sections[0]?.key ?? "",
          ...{ label: "Tell 지원팀", required: true, command: null, position: 99, material: true },
        },
      },
    ],
  },
  settles("Migrate", "waived", "No migration in this version. é ≠ é"),
  settles("added-1", "not_applicable", "Nobody on call"),
  signsFor("person-ada", "QA"),
  does({
    kind: "deployment.header_changed",
    subject: {},
    before: { deployedById: "person-mina" },
    after: { deployedById: "person-bora" },
  }),
  signsFor("person-ada", "QA"),
  measures("상태 확인 🚀", "pass"),
  settles("상태 확인 🚀", "done"),
  measures("Error rate", "fail"),
  measures("Error rate", "pass", false),
  settles("Error rate", "done", "Known, see the ticket", [{ probeId: "probe-4", verdict: "fail" }]),
  signsFor("person-sol", "Development"),
  signsFor("person-kim", "Security"),
  does({ kind: "issue.declared", subject: {}, before: null, after: { what: "읽기 지연" } }),
  {
    by: "person-mina",
    events: (story) => [
      {
        kind: "stage.opened",
        subject: { unit: `${keyOf(story, "rollback", 0)}#0` },
        before: null,
        after: { early: { reason: "Now", blockers: [] } },
      },
    ],
  },
  settles("Stop writes", "done"),
  settles("Restore", "done"),
  does({ kind: "issue.ended", subject: {}, before: null, after: { note: "Well again" } }),
  signsFor("person-sol", "Development"),
  signsFor("person-kim", "Security"),
  signs("person-bora", "final/deployed_by", success),
  signs("person-han", "final/approved_by"),
];

const variables = { BASE_URL: "https://kb.example.com", 이름: "값" };
const probes = { "상태 확인 🚀": spec, "Error rate": { kind: "metric", max: 0.5 } };

export const stories: Story[] = [
  {
    name: "small",
    about: "One item, done; one team signs. The example of docs/covered-state.md.",
    text: small,
    pins: { coveredVersion: 2, policy: null, artifact: null, variables: {} },
    probes: {},
    steps: [settles("Merged", "done"), signsFor("person-ada", "QA")],
  },
  {
    name: "large",
    about:
      "Corrections, an added item, probes, an override, glass, an issue, suspensions, both final signatures.",
    text: large,
    pins: { coveredVersion: 2, policy: null, artifact: `sha256:${"5f".repeat(32)}`, variables },
    probes,
    steps: largeSteps,
  },
  {
    name: "delegated",
    about: "A delegate signs for a member who is away; the final signatures cover both names.",
    text: `${small}\n${finals}`,
    pins: { coveredVersion: 2, policy: null, artifact: null, variables: {} },
    probes: {},
    steps: [
      settles("Merged", "done"),
      signsFor("person-ada", "QA", "person-bora"),
      signs("person-mina", "final/deployed_by", success),
      signs("person-han", "final/approved_by"),
    ],
  },
  {
    name: "version-1",
    about:
      "The same as large, in a deployment that pins no version: version 1 of the covered state.",
    text: large,
    pins: { variables },
    probes,
    steps: largeSteps,
  },
];
