import { describe, expect, it } from "vitest";
import { isLive } from "@/lib/deployment/opening";
import type { Signature } from "@/lib/deployment/sign-off-state";
import { type Run, setItem, startRun } from "@/lib/testing/states";

/** The run with everything settled and signed above this item, and it too if `inclusive`. */
function upTo(text: string, label: string, inclusive = false): Run {
  let run = startRun(text);
  for (const item of Object.values(run.plan.items)) {
    const here = item.label === label;
    if (here && !inclusive) break;
    run = setItem(run, item.key, "done");
    if (here) break;
  }
  return run;
}

/** As if every sign-off stood: what is asked here is where they stand, not how they are given. */
function live({ plan, state }: Run): boolean {
  const given = Object.keys(state.signOffs).map(
    (key): Signature => ({
      ...{
        id: key,
        signOffKey: key,
        personId: "kim",
        teamId: null,
        answer: "signed",
        reason: null,
      },
      ...{ statement: "", locale: "en", stateHash: "", seen: 1, number: 2, at: state.createdAt },
      ...{ manifest: {}, suspendedAt: null, withdrawnAt: null, withdrawn: null },
      ...{ expiresAt: null, expiredAt: null, onBehalfOf: null },
    }),
  );
  const signatures = Object.fromEntries(given.map((one) => [one.id, one]));
  return isLive(plan, { ...state, signatures });
}

const signOffs = "### Technical sign-offs\n- [ ] QA team approval\n";

describe("a deployment is live", () => {
  it("with the last team sign-off in the go-live stage, before the final steps", () => {
    const text = `# L\n\n## Preparation\n- [ ] Merged\n\n## Go-live\n${signOffs}\n### Final steps\n- [ ] Announce\n`;
    expect(live(upTo(text, "Merged"))).toBe(false);
    expect(live(upTo(text, "Announce"))).toBe(true);
  });

  it("only with its go-live stage, where all were asked before anything was deployed", () => {
    const text = `# L\n\n## Preparation\n- [ ] Merged\n${signOffs}\n## Deployment steps\n- [ ] Applied\n\n## Go-live\n- [ ] Switch traffic\n`;
    expect(live(upTo(text, "Applied"))).toBe(false);
    expect(live(upTo(text, "Switch traffic"))).toBe(false);
    expect(live(upTo(text, "Switch traffic", true))).toBe(true);
  });

  it("once it is deployed and verified, where there is no such stage", () => {
    const text = `# L\n\n## Preparation\n- [ ] Merged\n${signOffs}\n## Deployment steps\n- [ ] Applied\n\n## Verification\n- [ ] Healthy\n`;
    expect(live(upTo(text, "Applied"))).toBe(false);
    expect(live(upTo(text, "Healthy"))).toBe(false);
    expect(live(upTo(text, "Healthy", true))).toBe(true);
  });

  it("never by a list that has neither", () => {
    expect(live(upTo("# L\n\n- [ ] One\n", "One", true))).toBe(false);
  });
});
