import type { Tx } from "@/lib/core/db";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import { deploymentCommand } from "@/lib/deployment/command";
import { hiddenContacts, personalRows } from "@/lib/deployment/contacts";
import { environmentOf, mayDeploy } from "@/lib/deployment/create-command";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import { leastBlocker } from "@/lib/deployment/least";
import {
  counts,
  nothingOwed,
  openEarlyBlocker,
  overBlocker,
  owed,
  rollbackRunning,
  steppedOver,
} from "@/lib/deployment/opening";
import { outOfDateBlocker } from "@/lib/deployment/out-of-date";
import { artifactBlocker, cancelBlocker, declareIssueBlocker } from "@/lib/deployment/rules";
import {
  cancelDeploymentInput,
  changeContactsInput,
  changeReferencesInput,
  closeDeploymentInput,
  declareIssueInput,
  editHeaderInput,
  endIssueInput,
  openEarlyInput,
} from "@/lib/deployment/schema";
import { finalSignOffs } from "@/lib/deployment/standing";
import type { Header } from "@/lib/deployment/state";

async function headerAfter(
  tx: Tx,
  projectId: string,
  input: { environmentId?: string; deployedById?: string } & Partial<Header>,
): Promise<Partial<Header>> {
  const { environmentId, ...plain } = input;
  if (input.deployedById !== undefined) await mayDeploy(tx, input.deployedById, projectId);
  if (environmentId === undefined) return plain;
  return { ...plain, ...(await environmentOf(tx, environmentId, projectId)) };
}

/** Changes version, title, planned time, deployer, environment or artifact; only what differs is written. */
export const editHeader = deploymentCommand({
  may: "deployment.edit",
  input: editHeaderInput,
  async run({ tx, input, state, plan }) {
    refuseIf(overBlocker(state));
    const { deploymentId: _, ...rest } = input;
    refuseIf(rest.artifact === undefined ? null : artifactBlocker(state));
    const wanted = await headerAfter(tx, state.project.id, rest);
    const keys = (Object.keys(wanted) as (keyof Header)[]).filter(
      (key) =>
        wanted[key] !== undefined &&
        JSON.stringify(wanted[key] ?? null) !== JSON.stringify(state[key] ?? null),
    );
    const asked = { policy: state.policy, signOffs: Object.values(state.signOffs) };
    refuseIf(leastBlocker(plan, asked, wanted.least ?? [], wanted.environment?.name ?? ""));
    if (keys.length === 0) return { result: null, events: [] };
    const pick = (from: Partial<Header>): Partial<Header> =>
      Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
    return {
      result: null,
      events: [
        {
          kind: "deployment.header_changed",
          subject: {},
          before: pick(state),
          after: pick(wanted),
        },
      ],
    };
  },
});

export const cancelDeployment = deploymentCommand({
  may: "deployment.cancel",
  input: cancelDeploymentInput,
  run({ input, plan, state }) {
    refuseIf(cancelBlocker(plan, state));
    return {
      result: null,
      events: [
        {
          kind: "deployment.cancelled",
          subject: {},
          before: null,
          after: { reason: input.reason },
        },
      ],
    };
  },
});

/** Breaks the glass: opens a unit before its time, with a reason and what it stepped over. */
export const openEarly = deploymentCommand({
  may: "stage.open_early",
  input: openEarlyInput,
  run({ input, plan, state }) {
    const unit = own(plan.unitByKey, input.unitKey);
    if (!unit) throw new AppError("not_found", reason("no_such_stage"));
    refuseIf(openEarlyBlocker(state, unit));
    const early = { reason: input.reason, blockers: steppedOver(plan, state, unit) };
    return {
      result: null,
      events: [
        { kind: "stage.opened", subject: { unit: unit.key }, before: null, after: { early } },
      ],
    };
  },
});

/** Declares an issue: opens the rollback stage, whose items start afresh. */
export const declareIssue = deploymentCommand({
  may: "issue.declare",
  input: declareIssueInput,
  run({ input, plan, state }) {
    refuseIf(declareIssueBlocker(plan, state));
    const stale = plan.units
      .filter((unit) => unit.kind === "rollback")
      .flatMap((unit) => unit.itemKeys)
      .map((key) => state.items[key])
      .filter((item) => item !== undefined && item.state !== "todo");
    const reset = stale.map(
      (item): NewDeploymentEvent => ({
        kind: "item.changed",
        subject: { item: item?.key ?? "" },
        before: {
          state: item?.state ?? "todo",
          reason: item?.reason ?? null,
          version: item?.version ?? 0,
        },
        after: {
          state: "todo",
          reason: null,
          version: (item?.version ?? 0) + 1,
          cause: "person",
          early: false,
          override: null,
          runIds: [],
        },
        by: "rule",
      }),
    );
    return {
      result: null,
      events: [
        { kind: "issue.declared", subject: {}, before: null, after: { what: input.what } },
        ...reset,
      ],
    };
  },
});

export const endIssue = deploymentCommand({
  may: "issue.end",
  input: endIssueInput,
  run({ input, plan, state }) {
    refuseIf(overBlocker(state));
    if (!state.issues.some((issue) => issue.endedAt === null)) {
      throw new AppError("refused", reason("no_issue_running"));
    }
    const rollback = plan.units.filter((unit) => unit.kind === "rollback");
    const rest = owed(plan, state, rollback).itemKeys.length;
    if (rest > 0) throw new AppError("refused", reason("rollback_items_open", { n: rest }));
    return {
      result: null,
      events: [{ kind: "issue.ended", subject: {}, before: null, after: { note: input.note } }],
    };
  },
});

export const changeContacts = deploymentCommand({
  may: "deployment.edit",
  input: changeContactsInput,
  run({ input, state }) {
    refuseIf(overBlocker(state));
    const { contacts, values } = hiddenContacts(input.contacts, state.id);
    return {
      result: null,
      events: [{ kind: "contacts.changed", subject: {}, before: state.contacts, after: contacts }],
      rows: personalRows(values),
    };
  },
});

export const changeReferences = deploymentCommand({
  may: "deployment.edit",
  input: changeReferencesInput,
  run({ input, state }) {
    refuseIf(overBlocker(state));
    return {
      result: null,
      events: [
        {
          kind: "references.changed",
          subject: {},
          before: state.references,
          after: input.references,
        },
      ],
    };
  },
});

/** Closes a document that has no sign-off block; the others close by their two final signatures. */
export const closeDeployment = deploymentCommand({
  may: "deployment.close",
  input: closeDeploymentInput,
  run({ input, plan, state }) {
    refuseIf(overBlocker(state));
    if (finalSignOffs(state).length > 0) {
      throw new AppError("refused", reason("closes_by_signatures"));
    }
    const { outcome, notes } = input;
    if (outcome === "success" && rollbackRunning(state)) {
      throw new AppError("refused", reason("issue_running_still"));
    }
    const rest = owed(plan, state, plan.units);
    if (outcome === "success" && !nothingOwed(rest)) {
      const [first] = rest.itemKeys.length > 0 ? [] : rest.signOffKeys;
      const label = state.signOffs[first ?? ""]?.label ?? first ?? "";
      throw new AppError(
        "refused",
        first === undefined
          ? reason("items_open_above", { n: rest.itemKeys.length })
          : reason("sign_off_open_above", { label }),
      );
    }
    if (outcome === "success") {
      const counted = plan.units.filter((unit) => counts(state, unit));
      refuseIf(outOfDateBlocker(plan, state, counted));
    }
    if (outcome !== "success" && notes === "") {
      throw new AppError("refused", reason("notes_needed", { outcome }));
    }
    return {
      result: null,
      events: [{ kind: "deployment.closed", subject: {}, before: null, after: { outcome, notes } }],
    };
  },
});
