import { system } from "@/lib/core/caller";
import { queueProbes, recheckProbes, runDueProbes } from "@/lib/probe/commands";
import { freshMs, overAt } from "@/lib/testing/model/against";
import { isOpen, isOver, isRunning, type Model, unitOf } from "@/lib/testing/model/model";
import type { UnitKind } from "@/lib/testing/model/outline";
import { type Name, notAllowed } from "@/lib/testing/model/people";
import { gone, probeOf } from "@/lib/testing/model/probe-steps";
import type { Step } from "@/lib/testing/model/step";

/** Runs of several probes at once: those that are named, those that are due, and those of the schedule. */

function begin(model: Model, names: readonly string[]): void {
  for (const name of names) probeOf(model, name).running = true;
}

export function queueManyStep(names: readonly string[], by: Name): Step {
  const idle = (model: Model) => names.filter((name) => !probeOf(model, name).running);
  return {
    what: `${by} runs ${names.join(" and ")}`,
    command: "queueProbes",
    judge(model) {
      const against = [
        ...notAllowed(by, "those who run it"),
        ...names.flatMap((name) => gone(model, name)),
        ...names.flatMap((name) => overAt(model, probeOf(model, name).item)),
      ];
      return against.length === 0 && idle(model).length === 0 ? "nothing" : against;
    },
    apply: (model) => begin(model, idle(model)),
    act: (real) =>
      queueProbes(real.people[by].caller, {
        ...{ deploymentId: real.id, probeIds: names.map((name) => real.probes[name]) },
      }),
  };
}

/** Where a probe may be begun by others than those who name it. */
export function canBegin(model: Model, name: string): boolean {
  const { item, running, removed } = probeOf(model, name);
  const unit = unitOf(model, item);
  if (removed || running || overAt(model, item).length > 0) return false;
  return isOpen(model, unit) && (unit.kind !== "rollback" || isRunning(model));
}

/** Never measured, not a pass, or too long ago; of a kind of stage, or of all. */
export const dueIn = (model: Model, stage: UnitKind | null): string[] =>
  Object.entries(model.probes).flatMap(([name, { item, verdict, at, recent }]) => {
    if (!canBegin(model, name)) return [];
    if (stage !== null && unitOf(model, item).kind !== stage) return [];
    const passed = verdict === "pass" && recent?.verdict === "pass";
    return passed && at !== null && model.now - at <= freshMs ? [] : [name];
  });

/** `after`: milliseconds that pass before it. */
export function runDueStep(stage: UnitKind | null, by: Name, after: number): Step {
  return {
    what: `${by} runs what is due in ${stage ?? "all stages"}`,
    command: "runDueProbes",
    after,
    judge(model) {
      const may = notAllowed(by, "those who run it");
      return may.length > 0 || dueIn(model, stage).length > 0 ? may : "nothing";
    },
    apply: (model) => begin(model, dueIn(model, stage)),
    act: (real) =>
      runDueProbes(real.people[by].caller, {
        ...{ deploymentId: real.id, stageKey: stage && real.stages[stage] },
      }),
  };
}

/** Half a minute early is in time: the schedule is looked at once a minute. */
export const toBeRechecked = (model: Model): string[] =>
  Object.entries(model.probes).flatMap(([name, { every, recent }]) => {
    if (isOver(model) || every === null || !recent || !canBegin(model, name)) return [];
    return model.now - recent.at >= every * 60_000 - 30_000 ? [name] : [];
  });

/** By the schedule; a person who calls it is sent away. */
export function recheckStep(by: Name | null): Step {
  return {
    what: `${by ?? "the schedule"} measures again`,
    command: "recheckProbes",
    judge(model) {
      if (by) return [...notAllowed(by, "those who run it"), "worker_records"];
      return toBeRechecked(model).length > 0 ? [] : "nothing";
    },
    apply: (model) => begin(model, toBeRechecked(model)),
    act: (real) =>
      recheckProbes(by ? real.people[by].caller : system("schedule"), { deploymentId: real.id }),
  };
}
