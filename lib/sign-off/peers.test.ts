import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coveredHash } from "@/lib/deployment/consequences";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import { currentSignature, stands } from "@/lib/deployment/standing";
import { apply, type Run, startRun } from "@/lib/testing/states";
import "@/lib/testing/fast-check";

const teams = ["Development", "QA", "Security", "DevOps", "Product owner"];
const text = `# Checklist

## Preparation
- [ ] Merged

## Go-live
### Technical sign-offs
${teams.map((team) => `- [ ] ${team} team approval`).join("\n")}

### Last steps
- [ ] Announced

## Post-deployment tasks
- [ ] Look at errors
`;

function ready(): Run {
  const run = startRun(text);
  const [item = ""] = Object.keys(run.state.items);
  const before = { state: "todo", reason: null, version: 0 } as const;
  const change = { state: "done", reason: null, version: 1, cause: "person" } as const;
  const after = { ...change, early: false, override: null, runIds: [] };
  return apply(run, [{ kind: "item.changed", subject: { item }, before, after }]);
}

/** An approver answers as the dialog would: over the state of that moment. */
function answer(run: Run, signOff: string, kind: "signed" | "refused"): NewDeploymentEvent {
  const words = { statement: "I sign", locale: "en", seen: run.state.last, manifest: {} };
  const stateHash = coveredHash(run.document, run.state, signOff);
  const by = { personId: `person-${signOff}`, teamId: null, ...words, stateHash };
  const subject = { signOff, signature: `${signOff}-${run.state.last}` };
  return kind === "signed"
    ? { kind: "sign_off.signed", subject, before: null, after: { ...by, closing: null } }
    : { kind: "sign_off.refused", subject, before: null, after: { ...by, reason: "Not yet" } };
}

type Step = { team: number; does: "signed" | "refused" | "withdrawn" | "noted" };

function take(run: Run, { team, does }: Step): Run {
  const signOff = Object.keys(run.state.signOffs)[team] ?? "";
  const now = currentSignature(run.state, signOff);
  if (does === "noted") {
    const subject = { note: `note-${run.state.last}`, item: null };
    return apply(run, [{ kind: "note.added", subject, before: null, after: { text: "Seen" } }]);
  }
  if (does === "withdrawn") {
    if (!now) return run;
    const subject = { signOff, signature: now.id };
    return apply(run, [
      { kind: "sign_off.withdrawn", subject, before: null, after: { reason: "Later" } },
    ]);
  }
  return apply(run, [answer(run, signOff, does)]);
}

const suspended = ({ state }: Run) =>
  Object.values(state.signatures).filter(({ suspendedAt }) => suspendedAt !== null);

describe("five approvers of one group", () => {
  it("never suspend each other, in whatever order they sign", () => {
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    fc.assert(
      fc.property(orders, (order) => {
        let run = ready();
        for (const team of order) {
          run = take(run, { team, does: "signed" });
          expect(suspended(run)).toEqual([]);
        }
        expect(Object.keys(run.state.signOffs).every((key) => stands(run.state, key))).toBe(true);
      }),
    );
  });

  it("nor by refusing, withdrawing and answering again, while others note things", () => {
    const does = fc.constantFrom<Step["does"]>("signed", "refused", "withdrawn", "noted");
    const steps = fc.array(fc.record({ team: fc.nat(4), does }), { maxLength: 25 });
    fc.assert(
      fc.property(steps, (all) => {
        let run = ready();
        for (const step of all) {
          run = take(run, step);
          expect(suspended(run)).toEqual([]);
        }
      }),
    );
  });

  it("are all suspended by what they cover, so that the two above could fail", () => {
    let run = ready();
    for (const team of [0, 1, 2, 3, 4]) run = take(run, { team, does: "signed" });
    const [item = ""] = Object.keys(run.state.items);
    const before = { state: "done", reason: null, version: 1 } as const;
    const change = { state: "todo", reason: null, version: 2, cause: "person" } as const;
    const after = { ...change, early: false, override: null, runIds: [] };
    run = apply(run, [{ kind: "item.changed", subject: { item }, before, after }]);
    expect(suspended(run)).toHaveLength(5);
  });
});
