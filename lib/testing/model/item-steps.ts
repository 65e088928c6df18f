import {
  addItem,
  addNote,
  correctItem,
  settleItem,
  settleSection,
} from "@/lib/deployment/item-commands";
import { againstSetting, over } from "@/lib/testing/model/against";
import {
  addedItem,
  childrenIn,
  isOpen,
  isSettled,
  itemOf,
  type Model,
  probesAt,
  type Settled,
  unitOf,
} from "@/lib/testing/model/model";
import { type Name, notAllowed } from "@/lib/testing/model/people";
import type { Step } from "@/lib/testing/model/step";

const settles = (to: Settled) => to === "done" || to === "waived" || to === "not_applicable";

/** A person sets an item, allowed as it was asked. */
function set(model: Model, id: string, to: Settled, reason: string | null, by: Name): void {
  const item = itemOf(model, id);
  const failing = probesAt(model, id).filter(([, { verdict }]) => verdict !== "pass");
  Object.assign(item, {
    ...{ state: to, reason, by, cause: "person", version: item.version + 1 },
    early: settles(to) && !isOpen(model, unitOf(model, id)),
    against: to === "done" ? failing.map(([name]) => name) : [],
  });
}

export type Setting = {
  id: string;
  to: Settled;
  reason: string | null;
  by: Name;
  /** Has seen the item as it was one change ago. */
  stale: boolean;
};

export function settleStep({ id, to, reason, by, stale }: Setting): Step {
  let version = 0;
  return {
    what: `${by} sets ${id} ${to}${reason ? " with a reason" : ""}${stale ? ", outdated" : ""}`,
    command: "settleItem",
    judge(model) {
      const item = itemOf(model, id);
      version = stale ? item.version + 1 : item.version;
      const may = notAllowed(by, "those who run it");
      if (may.length > 0) return may;
      if (item.state === to && item.reason === reason) return "nothing";
      return [...(stale ? ["item_changed"] : []), ...againstSetting(model, id, to, reason, by)];
    },
    apply: (model) => set(model, id, to, reason, by),
    act: (real) =>
      settleItem(real.people[by].caller, {
        ...{ deploymentId: real.id, itemKey: real.items[id], to, reason, version },
      }),
  };
}

/** Children before their parent, and back the other way round. */
function inOrder(model: Model, section: string, to: Settled): string[] {
  const ids = model.sections[section] ?? [];
  const inside = new Set(ids.flatMap(childrenIn));
  const keys = ids.filter((id) => !inside.has(id)).flatMap((id) => [...childrenIn(id), id]);
  const wanted = to === "todo" ? keys.reverse() : keys;
  return wanted.filter((id) => {
    const item = itemOf(model, id);
    return to === "todo" ? item.state !== "todo" : !isSettled(item);
  });
}

export function sectionStep(
  section: string,
  to: Exclude<Settled, "failed">,
  reason: string | null,
  by: Name,
): Step {
  return {
    what: `${by} sets section ${section} ${to}${reason ? " with a reason" : ""}`,
    command: "settleSection",
    judge(model) {
      const may = notAllowed(by, "managers");
      if (may.length > 0) return may;
      const ids = inOrder(model, section, to);
      if (ids.length === 0) return ["nothing_open_in_section"];
      const running = structuredClone(model);
      for (const id of ids) {
        const against = againstSetting(running, id, to, reason, by);
        if (against.length > 0) return against;
        itemOf(running, id).state = to;
      }
      return [];
    },
    apply(model) {
      for (const id of inOrder(model, section, to)) set(model, id, to, reason, by);
    },
    act: (real) =>
      settleSection(real.people[by].caller, {
        ...{ deploymentId: real.id, sectionKey: real.sections[section], to, reason },
      }),
  };
}

export function correctStep(
  id: string,
  label: string | null,
  command: string | null,
  by: Name,
): Step {
  return {
    what: `${by} corrects ${id} to ${label} and ${command}`,
    command: "correctItem",
    judge(model) {
      const item = itemOf(model, id);
      const against = [...notAllowed(by, "managers"), ...over(model)];
      if (against.length > 0) return against;
      return item.label === label && item.command === command ? "nothing" : [];
    },
    apply: (model) => void Object.assign(itemOf(model, id), { label, command }),
    act: (real) =>
      correctItem(real.people[by].caller, {
        ...{ deploymentId: real.id, itemKey: real.items[id], label, command },
      }),
  };
}

export function addStep(section: string, required: boolean, by: Name): Step {
  let id = "";
  return {
    what: `${by} adds an item to ${section}${required ? "" : ", not required"}`,
    command: "addItem",
    judge(model) {
      id = `Added ${Object.keys(model.items).length}`;
      return [...notAllowed(by, "managers"), ...over(model)];
    },
    apply: (model) => addedItem(model, section, id, required),
    async act(real) {
      const sectionKey = real.sections[section];
      const ask = { deploymentId: real.id, sectionKey, label: id, required };
      const done = await addItem(real.people[by].caller, ask);
      real.items[id] = done.result.itemKey;
      return done;
    },
  };
}

export function noteStep(id: string | null, by: Name): Step {
  return {
    what: `${by} notes something`,
    command: "addNote",
    judge: () => notAllowed(by, "those who run it"),
    apply(model) {
      model.notes += 1;
    },
    act: (real) =>
      addNote(real.people[by].caller, {
        ...{ deploymentId: real.id, itemKey: id && real.items[id], text: "A note" },
      }),
  };
}
