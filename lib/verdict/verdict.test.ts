import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coveredHash } from "@/lib/deployment/consequences";
import { itemStates } from "@/lib/deployment/item-state";
import { isOpen, owes } from "@/lib/deployment/opening";
import { settleBlocker } from "@/lib/deployment/rules";
import { summaryColumns } from "@/lib/deployment/summary";
import { apply, itemKey, type Run, setItem, startRun } from "@/lib/testing/states";
import { verdictOf } from "@/lib/verdict/verdict";

const text = `# Checklist

## Preparation
- [ ] Merged
- [ ] Domain (if applicable)

## Deployment steps
### Phase 1
- [ ] Apply
### Phase 2
- [ ] Parent
  - [ ] Child

## Rollback
1. [ ] Stop
2. [ ] Restore

## Go-live
- [ ] Told everybody

## Appendix about topics
- [ ] Read the appendix

## Post-deployment tasks
### Day 1
- [ ] Look at errors
`;

const set = (run: Run, label: string, ...rest: ["done" | "blocked" | "todo" | "failed", string?]) =>
  setItem(run, itemKey(run, label), rest[0], rest[1] ?? null);

describe("may we go on?", () => {
  it("not yet, with what is left before the next stage", () => {
    const run = startRun(text);
    expect(verdictOf(run.plan, run.state)).toMatchObject({
      answer: "not_yet",
      left: 1,
      next: { kind: "unit", title: "Deployment steps" },
      blockers: [],
    });
  });

  it("moves on to the next stage in the commit that settles the last thing above it", () => {
    const run = set(startRun(text), "Merged", "done");
    expect(verdictOf(run.plan, run.state)).toMatchObject({
      answer: "not_yet",
      left: 3,
      next: { kind: "unit", title: "Go-live" },
    });
  });

  it("held by a blocked item, naming it, its reason and who set it", () => {
    const run = set(startRun(text), "Merged", "blocked", "A review is missing");
    expect(verdictOf(run.plan, run.state)).toMatchObject({
      answer: "held",
      blockers: [
        {
          code: "item_blocked",
          itemKey: itemKey(run, "Merged"),
          params: { label: "Merged", reason: "A review is missing" },
          owner: { kind: "person", id: "manager" },
        },
      ],
    });
  });

  it("held by an item reopened above what is open, which stays open", () => {
    let run = set(startRun(text), "Merged", "done");
    run = set(run, "Merged", "todo");
    expect(verdictOf(run.plan, run.state)).toMatchObject({
      answer: "held",
      blockers: [{ code: "item_open_above" }],
    });
    const deploy = run.plan.units.find((unit) => unit.kind === "deploy");
    expect(deploy && isOpen(run.state, deploy)).toBe(true);
  });

  it("held while an issue runs, and its steps count until it ends", () => {
    let run = set(startRun(text), "Merged", "done");
    run = apply(run, [
      { kind: "issue.declared", subject: {}, before: null, after: { what: "Errors" } },
    ]);
    const verdict = verdictOf(run.plan, run.state);
    expect(verdict.answer).toBe("held");
    expect(verdict.blockers[0]).toMatchObject({ code: "issue_running" });
    run = set(set(run, "Stop", "done"), "Restore", "done");
    run = apply(run, [{ kind: "issue.ended", subject: {}, before: null, after: { note: "Back" } }]);
    expect(verdictOf(run.plan, run.state).answer).toBe("not_yet");
  });

  it("while a rollback runs, names what is wrong and not what was still to do", () => {
    let run = set(startRun(text), "Merged", "done");
    run = apply(run, [
      { kind: "issue.declared", subject: {}, before: null, after: { what: "Errors" } },
    ]);
    const { blockers } = verdictOf(run.plan, run.state);
    expect(blockers.map(({ code }) => code)).toEqual(["issue_running"]);
  });

  it("held by a refusal at once, also before it was its turn, naming who refused and why", () => {
    const start = startRun(`${text}
## Approval
### Technical sign-offs
- [ ] QA team approval
`);
    const [signOff] = Object.values(start.state.signOffs);
    if (!signOff) throw new Error("the checklist was read otherwise");
    const run = apply(start, [
      {
        kind: "sign_off.refused",
        subject: { signOff: signOff.key, signature: "one" },
        before: null,
        after: {
          ...{ personId: "kim", teamId: null, statement: "No", locale: "en", stateHash: "" },
          ...{ seen: 1, manifest: {}, reason: "The load test is missing" },
        },
      },
    ]);
    expect(verdictOf(run.plan, run.state)).toMatchObject({
      answer: "held",
      blockers: [
        {
          code: "sign_off_refused",
          signOffKey: signOff.key,
          params: { label: signOff.label, reason: "The load test is missing" },
          owner: { kind: "person", id: "kim" },
        },
      ],
    });
    expect(summaryColumns(run.document, run.state).summary).toMatchObject({
      ...{ answer: "held", refused: [{ label: signOff.label, personId: "kim" }] },
    });
  });

  it("held when a signature above what is open was withdrawn, though that stays open", () => {
    const start = startRun(`# Checklist

## Preparation
- [ ] Merged
### Technical sign-offs
- [ ] QA team approval

## Deployment steps
- [ ] Apply
`);
    const [signOff] = Object.values(start.state.signOffs);
    if (!signOff) throw new Error("the checklist was read otherwise");
    const merged = set(start, "Merged", "done");
    const stateHash = coveredHash(merged.document, merged.state, signOff.key);
    const subject = { signOff: signOff.key, signature: "one" };
    const signed = apply(merged, [
      {
        kind: "sign_off.signed",
        subject,
        before: null,
        after: {
          ...{ personId: "kim", teamId: null, statement: "Yes", locale: "en", stateHash },
          ...{ seen: 1, manifest: {}, closing: null },
        },
      },
    ]);
    const opened = Object.keys(signed.state.opened).length;
    expect(verdictOf(signed.plan, signed.state)).toMatchObject({ answer: "not_yet", blockers: [] });
    const run = apply(signed, [
      { kind: "sign_off.withdrawn", subject, before: null, after: { reason: "Too early" } },
    ]);
    expect(Object.keys(run.state.opened)).toHaveLength(opened);
    expect(verdictOf(run.plan, run.state)).toMatchObject({
      answer: "held",
      blockers: [{ code: "sign_off_open_above", signOffKey: signOff.key }],
    });
  });

  it("a list by topics locks nothing, and is left to do before the closing", () => {
    let run = startRun("# List\n\n- [ ] One\n- [ ] Two (optional)\n");
    expect(verdictOf(run.plan, run.state)).toMatchObject({ answer: "not_yet", left: 1 });
    expect(summaryColumns(run.document, run.state).summary).toMatchObject({ required: 1 });
    run = set(run, "One", "failed", "Broken");
    expect(verdictOf(run.plan, run.state)).toMatchObject({ answer: "held" });
    run = set(run, "One", "done");
    expect(verdictOf(run.plan, run.state)).toMatchObject({ answer: "yes", left: 0 });
  });

  it("yes, when nothing is left before the closing; follow-ups never count", () => {
    let run = startRun(text);
    for (const label of ["Merged", "Apply", "Child", "Parent", "Told everybody"]) {
      run = set(run, label, "done");
    }
    expect(verdictOf(run.plan, run.state)).toMatchObject({ answer: "not_yet", left: 1 });
    run = set(run, "Read the appendix", "done");
    expect(verdictOf(run.plan, run.state)).toMatchObject({
      answer: "yes",
      left: 0,
      next: { kind: "closing" },
    });
    expect(run.state.wentLiveAt).not.toBeNull();
  });

  it("whatever happens: yes means nothing owed and nothing blocked; opening latches", () => {
    const start = startRun(text);
    const keys = Object.keys(start.state.items);
    const step = fc.record({ key: fc.constantFrom(...keys), to: fc.constantFrom(...itemStates) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let run = start;
        for (const { key, to } of steps) {
          const ask = { itemKey: key, to, reason: "because", mayWaive: true };
          if (settleBlocker(run.plan, run.state, ask)) continue;
          const opened = Object.keys(run.state.opened);
          run = setItem(run, key, to, "because");
          expect(Object.keys(run.state.opened)).toEqual(expect.arrayContaining(opened));
          const verdict = verdictOf(run.plan, run.state);
          const counted = run.plan.units.filter(({ kind }) =>
            ["prepare", "deploy", "verify", "go-live"].includes(kind),
          );
          const owed = counted
            .flatMap((unit) => unit.itemKeys)
            .filter((item) => {
              const planned = run.plan.items[item];
              return planned !== undefined && owes(run.state, planned);
            });
          if (verdict.answer === "yes") expect(owed).toEqual([]);
          if (verdict.answer === "held") expect(verdict.blockers.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
