import { describe, expect, it } from "vitest";
import { coveredHash } from "@/lib/deployment/consequences";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { followsOf } from "@/lib/sign-off/follows";
import { apply, itemKey, type Run, setItem, startRun } from "@/lib/testing/states";

const text = `# Checklist

## Preparation
- [ ] Merged

### Sign-offs
- [ ] QA team approval

## Go-live
- [ ] Told everybody

### Technical sign-offs
- [ ] Development team approval
- [ ] Security team approval

### Final steps
- [ ] Switched over

## Post-deployment tasks
- [ ] Look at errors
`;

function signOff({ state }: Run, label: string): SignOffState {
  const found = Object.values(state.signOffs).find((one) => one.label === label);
  if (!found) throw new Error(`no sign-off "${label}"`);
  return found;
}

const done = (run: Run, label: string) => setItem(run, itemKey(run, label), "done");
const follows = (run: Run, label: string) => followsOf(run.plan, run.state, signOff(run, label));

/** Signs the state as it is, so that the signature stands. */
function signed(run: Run, label: string): Run {
  const { key } = signOff(run, label);
  const stateHash = coveredHash(run.document, run.state, key);
  const words = {
    statement: "I sign",
    locale: "en",
    stateHash,
    seen: run.state.last,
    manifest: {},
  };
  const after = { personId: key, teamId: null, closing: null, ...words };
  const subject = { signOff: key, signature: `s-${key}` };
  return apply(run, [{ kind: "sign_off.signed", subject, before: null, after }]);
}

describe("what follows a signature", () => {
  it("opens the next part when it is the last of its group", () => {
    const { opens, still, live, closes } = follows(
      done(startRun(text), "Merged"),
      "QA team approval",
    );
    expect(opens.map(({ title }) => title)).toEqual(["Go-live"]);
    expect({ still, live, closes }).toEqual({ still: [], live: false, closes: false });
  });

  it("opens nothing while peers have to sign, and names them", () => {
    let run = signed(done(startRun(text), "Merged"), "QA team approval");
    run = done(run, "Told everybody");
    const { opens, still, live } = follows(run, "Development team approval");
    expect(still.map(({ label }) => label)).toEqual(["Security team approval"]);
    expect({ opens, live }).toEqual({ opens: [], live: false });
  });

  it("goes live with the last team, and opens the follow-ups", () => {
    let run = signed(done(startRun(text), "Merged"), "QA team approval");
    run = signed(done(run, "Told everybody"), "Development team approval");
    const { opens, live } = follows(run, "Security team approval");
    expect(live).toBe(true);
    expect(opens.map(({ key }) => key.split("#")[1])).toEqual(["1", "0"]);
  });
});
