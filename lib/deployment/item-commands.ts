import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/core/db";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import { may } from "@/lib/core/permissions";
import { type DeploymentContext, deploymentCommand } from "@/lib/deployment/command";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import { type ItemState, type ItemStateName, isSettled } from "@/lib/deployment/item-state";
import { editBlocker, isEarly, notPassing, settleBlocker } from "@/lib/deployment/rules";
import {
  addItemInput,
  addNoteInput,
  correctItemInput,
  settleItemInput,
  settleSectionInput,
} from "@/lib/deployment/schema";
import type { Plan, PlanItem } from "@/lib/deployment/units";

function itemOf(context: DeploymentContext<unknown>, key: string): ItemState {
  const item = own(context.state.items, key);
  if (!item) throw new AppError("not_found", reason("no_such_item"));
  return item;
}

function mayWaive({ actor, state }: DeploymentContext<unknown>): boolean {
  return actor.kind === "person" && may(actor.grants, "item.waive", state.project.id);
}

/** The event that sets an item; the caller has asked the rule. */
function change(
  context: DeploymentContext<unknown>,
  item: ItemState,
  to: ItemStateName,
  why: string | null,
): NewDeploymentEvent {
  const against = to === "done" ? notPassing(context.state, item.key) : [];
  return {
    kind: "item.changed",
    subject: { item: item.key },
    before: { state: item.state, reason: item.reason, version: item.version },
    after: {
      state: to,
      reason: why,
      version: item.version + 1,
      cause: "person",
      early: isSettled(to) && isEarly(context.plan, context.state, item.key),
      override: against.length > 0 ? { probes: against } : null,
      runIds: [],
    },
  };
}

/** A write against an old version says who changed the item, when and to what (rule 7). */
async function demandSeen(tx: Tx, item: ItemState, version: number): Promise<void> {
  if (item.version === version) return;
  const { byId, at, state } = item;
  // The one who is told may not have met the other yet: the name goes with the refusal.
  const [row] = await tx.query<{ name: string }>(`select name from "Person" where id = $1`, [byId]);
  const who = { by: byId ?? "", name: row?.name ?? "" };
  throw new AppError("conflict", reason("item_changed", { ...who, at: at ?? "", state }));
}

/** Ticks, unticks, blocks, fails, waives or sets aside one item (rules 1, 4, 6, 7, 9). */
export const settleItem = deploymentCommand({
  may: "item.tick",
  ahead: true,
  input: settleItemInput,
  async run(context) {
    const { input, plan, state } = context;
    const item = itemOf(context, input.itemKey);
    const why = input.reason === "" ? null : input.reason;
    const outcome = (already: boolean) => ({
      already,
      byId: item.byId,
      at: item.at,
      version: item.version,
    });
    if (item.state === input.to && item.reason === why) {
      return { result: outcome(true), events: [] };
    }
    await demandSeen(context.tx, item, input.version);
    const { to } = input;
    refuseIf(
      settleBlocker(plan, state, {
        itemKey: item.key,
        to,
        reason: why,
        mayWaive: mayWaive(context),
      }),
    );
    return { result: outcome(false), events: [change(context, item, to, why)] };
  },
});

/**
 * Items of a section in the order in which they can be set: children before their parent, rollback steps from the
 * first to the last; back to todo the other way round.
 */
function inOrder(plan: Plan, sectionKey: string, to: ItemStateName): string[] {
  const below = (item: PlanItem): string[] => [
    ...item.childKeys.flatMap((key) => {
      const child = plan.items[key];
      return child ? below(child) : [];
    }),
    item.key,
  ];
  const roots = Object.values(plan.items).filter(
    (item) => item.sectionKey === sectionKey && item.parentKey === null,
  );
  const keys = roots.flatMap(below);
  return to === "todo" ? keys.reverse() : keys;
}

/**
 * Sets every open item of a section with one reason, children before parents. Items that are settled already
 * stay as they are; one that cannot be set refuses the whole.
 */
export const settleSection = deploymentCommand({
  may: "section.set",
  ahead: true,
  input: settleSectionInput,
  async run(context) {
    const { input, plan, state } = context;
    const why = input.reason === "" ? null : input.reason;
    const keys = inOrder(plan, input.sectionKey, input.to).filter((key) => {
      const now = state.items[key]?.state ?? "todo";
      return input.to === "todo" ? now !== "todo" : !isSettled(now);
    });
    if (keys.length === 0) throw new AppError("refused", reason("nothing_open_in_section"));
    let running = state;
    for (const key of keys) {
      const item = itemOf(context, key);
      await demandSeen(context.tx, item, own(input.versions, key) ?? item.version);
    }
    const events = keys.map((key) => {
      const item = itemOf(context, key);
      const ask = { itemKey: key, to: input.to, reason: why, mayWaive: mayWaive(context) };
      refuseIf(settleBlocker(plan, running, ask));
      const event = change(context, item, input.to, why);
      running = {
        ...running,
        items: { ...running.items, [key]: { ...item, state: input.to } },
      };
      return event;
    });
    return { result: { n: keys.length }, events };
  },
});

/** Corrects the text or command of an item during the run: material, so signatures over it are suspended. */
export const correctItem = deploymentCommand({
  may: "item.edit",
  ahead: true,
  input: correctItemInput,
  run(context) {
    const { input, plan, state } = context;
    refuseIf(editBlocker(state));
    const item = itemOf(context, input.itemKey);
    const planned = plan.items[item.key];
    if (item.label === input.label && item.command === input.command) {
      return { result: null, events: [] };
    }
    return {
      result: null,
      events: [
        {
          kind: "item.corrected",
          subject: { item: item.key },
          before: { label: planned?.label ?? item.key, command: planned?.command?.text ?? null },
          after: { label: input.label, command: input.command, material: true },
        },
      ],
    };
  },
});

/** Adds an item at the end of a section during the run. */
export const addItem = deploymentCommand({
  may: "item.edit",
  ahead: true,
  input: addItemInput,
  run({ input, plan, state }) {
    refuseIf(editBlocker(state));
    if (!own(plan.unitOfSection, input.sectionKey)) {
      throw new AppError("not_found", reason("no_such_section"));
    }
    const { deploymentId: _, ...added } = input;
    const itemKey = `added-${randomUUID().slice(0, 8)}`;
    const position = Math.max(-1, ...Object.values(state.items).map((item) => item.position)) + 1;
    return {
      result: { itemKey },
      events: [
        {
          kind: "item.added",
          subject: { item: itemKey },
          before: null,
          after: { ...added, position, material: true },
        },
      ],
    };
  },
});

/** A note on an item or on the deployment; possible after closing too. Permanent. */
export const addNote = deploymentCommand({
  may: "item.note",
  ahead: true,
  input: addNoteInput,
  run(context) {
    const { input } = context;
    if (input.itemKey !== null) itemOf(context, input.itemKey);
    const noteId = randomUUID();
    return {
      result: { noteId },
      events: [
        {
          kind: "note.added",
          subject: { note: noteId, item: input.itemKey },
          before: null,
          after: { text: input.text },
        },
      ],
    };
  },
});
