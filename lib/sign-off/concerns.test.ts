import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coveredHash } from "@/lib/deployment/consequences";
import type { DeploymentEvent, NewDeploymentEvent } from "@/lib/deployment/events";
import type { Signature } from "@/lib/deployment/sign-off-state";
import { concerns } from "@/lib/sign-off/concerns";
import { apply, type Run, startRun } from "@/lib/testing/states";

const text = `# Checklist

## Preparation
- [ ] Merged

### Sign-offs
- [ ] QA team approval

## Deployment
- [ ] Apply

## Rollback
1. [ ] Stop

## Go-live
- [ ] Told everybody

### Technical sign-offs
- [ ] Development team approval
- [ ] Security team approval

## Post-deployment tasks
- [ ] Look at errors
`;

const given: Pick<Signature, "statement" | "locale" | "stateHash" | "seen" | "manifest"> = {
  ...{ statement: "I sign", locale: "en", stateHash: "h", seen: 1, manifest: {} },
};

type Make = (run: Run) => NewDeploymentEvent[];

const itemStep = fc
  .tuple(fc.nat(5), fc.constantFrom("done", "todo", "waived", "blocked"), fc.string())
  .map(([index, state, reason]): Make => {
    return (run) => {
      const key = Object.keys(run.state.items)[index] ?? "";
      const item = run.state.items[key];
      if (!item) return [];
      const before = { state: item.state, reason: item.reason, version: item.version };
      const now = { state, reason, version: item.version + 1, cause: "person" } as const;
      const after = { ...now, early: false, override: null, runIds: [] };
      return [{ kind: "item.changed", subject: { item: key }, before, after }];
    };
  });

const probeStep = fc
  .tuple(fc.nat(5), fc.constantFrom("pass", "fail"), fc.boolean())
  .map(([index, verdict, counts]): Make => {
    return ({ state }) => {
      const item = Object.keys(state.items)[index] ?? "";
      const probe = `probe-${item}`;
      const known = state.probes[probe];
      const subject = { probe, item };
      if (!known) {
        const after = { spec: { kind: "http" }, material: true } as const;
        return [{ kind: "probe.bound", subject, before: null, after }];
      }
      const run = `run-${state.last}`;
      const times = {
        startedAt: "2026-01-01T00:00:00.000Z",
        finishedAt: "2026-01-01T00:00:01.000Z",
      };
      const why = { reason: { code: "as_asserted", params: {} }, figures: [], specHash: null };
      return [
        {
          kind: "probe.recorded",
          subject: { ...subject, run },
          before: { verdict: known.latest?.counts ? known.latest.verdict : null },
          after: { runId: run, verdict, counts, evidenceHash: "e", ...times, ...why },
        },
      ];
    };
  });

const signStep = fc.tuple(fc.nat(2), fc.boolean()).map(([index, signs]): Make => {
  return ({ state }) => {
    const signOff = Object.keys(state.signOffs)[index] ?? "";
    const subject = { signOff, signature: `s-${state.last}` };
    const by = { personId: `p-${index}`, teamId: null, ...given };
    return signs
      ? [{ kind: "sign_off.signed", subject, before: null, after: { ...by, closing: null } }]
      : [{ kind: "sign_off.refused", subject, before: null, after: { ...by, reason: "No" } }];
  };
});

const otherStep = fc.constantFrom<Make>(
  () => [{ kind: "issue.declared", subject: {}, before: null, after: { what: "Down" } }],
  () => [{ kind: "issue.ended", subject: {}, before: null, after: { note: "Up" } }],
  ({ state }) => [
    {
      kind: "deployment.header_changed",
      subject: {},
      before: { version: state.version },
      after: { version: `${state.version}.1` },
    },
  ],
  ({ state }) => [
    {
      kind: "deployment.header_changed",
      subject: {},
      before: { title: state.title },
      after: { title: `${state.title}.` },
    },
  ],
  ({ state }) => [
    {
      kind: "deployment.header_changed",
      subject: {},
      before: { artifact: state.artifact ?? null },
      after: { artifact: `sha256:${String(state.last).padStart(64, "0")}` },
    },
  ],
  ({ state, plan }) => {
    const shut = plan.units.find((unit) => !state.opened[unit.key] && unit.kind === "deploy");
    const early = { reason: "Now", blockers: [] };
    return shut
      ? [{ kind: "stage.opened", subject: { unit: shut.key }, before: null, after: { early } }]
      : [];
  },
  () => [{ kind: "contacts.changed", subject: {}, before: [], after: [] }],
);

const steps = fc.array(fc.oneof(itemStep, itemStep, probeStep, probeStep, signStep, otherStep), {
  minLength: 1,
  maxLength: 12,
});

describe("what concerns a signature", () => {
  it("names at least one event whenever what is covered has changed", () => {
    fc.assert(
      fc.property(steps, (made) => {
        let run = startRun(text);
        for (const make of made) {
          const events = make(run);
          if (events.length === 0) continue;
          const after = apply(run, events);
          for (const key of Object.keys(run.state.signOffs)) {
            const moved =
              coveredHash(run.document, run.state, key) !==
              coveredHash(after.document, after.state, key);
            const told = events.some((event) =>
              concerns(after.plan, after.state, key, event as DeploymentEvent),
            );
            if (moved) expect({ key, told, events }).toMatchObject({ told: true });
          }
          run = after;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("leaves out follow-ups, what stands below, and peers", () => {
    const { plan, state } = startRun(text);
    const [qa = "", development = "", security = ""] = Object.keys(state.signOffs);
    const change = (label: string) => {
      const item = Object.values(plan.items).find((one) => one.label === label)?.key ?? "";
      return { kind: "item.changed", subject: { item } } as DeploymentEvent;
    };
    const signed = {
      kind: "sign_off.signed",
      subject: { signOff: development },
    } as DeploymentEvent;
    expect(concerns(plan, state, qa, change("Merged"))).toBe(true);
    expect(concerns(plan, state, qa, change("Apply"))).toBe(false);
    expect(concerns(plan, state, development, change("Apply"))).toBe(true);
    expect(concerns(plan, state, development, change("Look at errors"))).toBe(false);
    expect(concerns(plan, state, security, signed)).toBe(false);
  });
});
