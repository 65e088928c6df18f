import { describe, expect, it } from "vitest";
import { coveredHash } from "@/lib/deployment/consequences";
import { gateOf } from "@/lib/gate/gate";
import { gateQuestion } from "@/lib/gate/schema";
import { apply, itemKey, type Run, setItem, startRun } from "@/lib/testing/states";

const text = `# Checklist

## Preparation
- [ ] Merged
### Technical sign-offs
- [ ] QA team approval

## Deployment steps
- [ ] Applied

## Go-live
- [ ] Told everybody
`;

const now = new Date("2026-11-23T12:00:00.000Z");
const asked = (question: object = {}) => gateQuestion.parse(question);
const told = ({ plan, state }: Run, question: object = {}, at = now) => {
  const { proceed, reasons } = gateOf(plan, state, asked(question), at);
  return { proceed, codes: reasons.map(({ code }) => code) };
};
const yes = { proceed: true, codes: [] };
const no = (...codes: string[]) => ({ proceed: false, codes });

const set = (run: Run, label: string, to: "done" | "todo" | "failed") =>
  setItem(run, itemKey(run, label), to, to === "failed" ? "Broken" : null);

/** QA signs for what is there now; `until`: when that is over. */
function signed(run: Run, until: string | null = null): Run {
  const [signOff] = Object.values(run.state.signOffs);
  if (!signOff) throw new Error("the checklist was read otherwise");
  const next = apply(run, [
    {
      kind: "sign_off.signed",
      subject: { signOff: signOff.key, signature: "one" },
      before: null,
      after: {
        ...{ personId: "kim", teamId: null, statement: "Yes", locale: "en", seen: 1, manifest: {} },
        ...{ stateHash: coveredHash(run.document, run.state, signOff.key), closing: null },
      },
    },
  ]);
  const one = next.state.signatures.one;
  if (!one) throw new Error("not signed");
  const signatures = { one: { ...one, expiresAt: until } };
  return { ...next, state: { ...next.state, signatures } };
}

const ready = () => signed(set(startRun(text), "Merged", "done"));

describe("may we proceed?", () => {
  it("not before the stage is open, with what is left", () => {
    const run = startRun(text);
    expect(told(run)).toEqual(no("gate_stage_not_open"));
    expect(gateOf(run.plan, run.state, asked(), now).reasons[0]?.params).toEqual({
      ...{ stage: "Deployment steps", items: 1, signOffs: 1 },
    });
    expect(told(set(run, "Merged", "done"))).toEqual(no("gate_stage_not_open"));
    expect(told(run, { stage: "prepare" })).toEqual(yes);
  });

  it("once everything above stands, into that stage and no further", () => {
    expect(told(ready())).toEqual(yes);
    expect(told(ready(), { stage: "go-live" })).toEqual(no("gate_stage_not_open"));
    expect(told(ready(), { stage: "closing" })).toEqual(no("gate_not_finished"));
    expect(told(ready(), { stage: "verify" })).toEqual(no("gate_no_such_stage"));
  });

  it("no longer when a signature above is suspended or withdrawn, though the stage stays open", () => {
    const moved = set(ready(), "Merged", "todo");
    expect(told(moved).codes).toContain("signature_suspended");
    expect(told(set(moved, "Merged", "done"))).toEqual(yes);
    const subject = { signOff: ready().state.signatures.one?.signOffKey ?? "", signature: "one" };
    const after = { reason: "Too early" };
    const withdrawn = apply(ready(), [
      { kind: "sign_off.withdrawn", subject, before: null, after },
    ]);
    expect(told(withdrawn)).toEqual(no("sign_off_open_above"));
  });

  it("no longer at the moment when a signature's time is over, whoever writes that down", () => {
    const until = "2026-11-23T12:00:00.000Z";
    const run = signed(set(startRun(text), "Merged", "done"), until);
    expect(told(run, {}, new Date("2026-11-23T11:59:59.999Z"))).toEqual(yes);
    expect(told(run, {}, new Date(until))).toEqual(no("signature_expired"));
  });

  it("not while something failed or an issue runs", () => {
    expect(told(set(ready(), "Applied", "failed"))).toEqual(no("item_failed"));
    const issue = { kind: "issue.declared", subject: {}, before: null, after: { what: "Errors" } };
    expect(told(apply(ready(), [issue as never])).codes).toContain("issue_running");
  });

  it("not with another version or artifact than the one that is signed", () => {
    const run = ready();
    const artifact = `sha256:${"a".repeat(64)}`;
    expect(told(run, { version: run.state.version })).toEqual(yes);
    expect(told(run, { version: "0.0.1" })).toEqual(no("gate_other_version"));
    expect(told(run, { artifact })).toEqual(no("gate_no_artifact"));
    const named = { ...run, state: { ...run.state, artifact } };
    expect(told(named, { artifact })).toEqual(yes);
    const other = `sha256:${"b".repeat(64)}`;
    expect(told(named, { artifact: other })).toEqual(no("gate_other_artifact"));
  });

  it("not when it is over, whatever stands", () => {
    const cancelled = { reason: "No", byId: "kim", at: now.toISOString() };
    const run = ready();
    expect(told({ ...run, state: { ...run.state, cancelled } })).toEqual(no("gate_cancelled"));
    const closedAt = now.toISOString();
    expect(told({ ...run, state: { ...run.state, closedAt } })).toEqual(no("gate_closed"));
  });

  it("to the end once nothing is left", () => {
    const run = set(set(ready(), "Applied", "done"), "Told everybody", "done");
    expect(told(run, { stage: "closing" })).toEqual(yes);
  });
});
