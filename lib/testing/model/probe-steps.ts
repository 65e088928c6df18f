import { bindProbe, cancelRun, queueProbe, unbindProbe } from "@/lib/probe/commands";
import { againstSetting, over, overAt } from "@/lib/testing/model/against";
import {
  isOpen,
  isRunning,
  itemOf,
  type Model,
  newProbe,
  type Probe,
  probesAt,
  unitOf,
} from "@/lib/testing/model/model";
import { type Name, notAllowed } from "@/lib/testing/model/people";
import { record } from "@/lib/testing/model/real";
import type { Step } from "@/lib/testing/model/step";

export function probeOf(model: Model, name: string): Probe {
  const probe = model.probes[name];
  if (!probe) throw new Error(`the model has no probe ${name}`);
  return probe;
}

export const gone = (model: Model, name: string) =>
  probeOf(model, name).removed ? ["no_such_probe"] : [];

/** `every`: minutes after which it is measured again. */
export function bindStep(item: string, every: number | null, by: Name): Step {
  let name = "";
  return {
    what: `${by} binds a probe to ${item}`,
    command: "bindProbe",
    judge(model) {
      name = `probe ${Object.keys(model.probes).length}`;
      return [...notAllowed(by, "managers"), ...over(model)];
    },
    apply(model) {
      model.probes[name] = newProbe(item, every);
    },
    async act(real) {
      const target = `https://example.com/${encodeURIComponent(name)}`;
      const recheck = every === null ? "" : `recheck: ${every} minutes\n`;
      const specText = `kind: http\ntarget: ${target}\nassert: ["status == 200"]\n${recheck}`;
      const ask = { deploymentId: real.id, itemKey: real.items[item], specText };
      const done = await bindProbe(real.people[by].caller, ask);
      real.probes[name] = done.result.probeId;
      return done;
    },
  };
}

export function unbindStep(name: string, by: Name): Step {
  return {
    what: `${by} removes ${name}`,
    command: "unbindProbe",
    judge: (model) => [...notAllowed(by, "managers"), ...over(model), ...gone(model, name)],
    apply(model) {
      endRun(model, name);
      probeOf(model, name).removed = true;
    },
    act: (real) =>
      unbindProbe(real.people[by].caller, { deploymentId: real.id, probeId: real.probes[name] }),
  };
}

export function queueStep(name: string, by: Name): Step {
  return {
    what: `${by} runs ${name}`,
    command: "queueProbe",
    judge(model) {
      const { item, running } = probeOf(model, name);
      const may = notAllowed(by, "those who run it");
      const against = [...may, ...gone(model, name), ...overAt(model, item)];
      return against.length === 0 && running ? "nothing" : against;
    },
    apply(model) {
      probeOf(model, name).running = true;
    },
    act: (real) =>
      queueProbe(real.people[by].caller, { deploymentId: real.id, probeId: real.probes[name] }),
  };
}

/** Stopped: it says nothing. */
function endRun(model: Model, name: string): void {
  const probe = probeOf(model, name);
  if (!probe.running) return;
  Object.assign(probe, { running: false, recent: { verdict: "inconclusive", at: model.now } });
}

export function cancelRunStep(name: string, by: Name): Step {
  return {
    what: `${by} stops ${name}`,
    command: "cancelRun",
    judge(model) {
      const against = [...notAllowed(by, "those who run it"), ...gone(model, name)];
      return against.length === 0 && !probeOf(model, name).running ? "nothing" : against;
    },
    apply: (model) => endRun(model, name),
    act: (real) =>
      cancelRun(real.people[by].caller, { deploymentId: real.id, probeId: real.probes[name] }),
  };
}

type Told = "pass" | "fail" | "inconclusive" | "lost";

/** Rule 4: a run that began before its part was open, or after the end, counts for nothing. */
function isCounted(model: Model, probe: Probe, told: Told, early: boolean): boolean {
  const unit = unitOf(model, probe.item);
  if (overAt(model, probe.item).length > 0) return false;
  if (unit.kind === "rollback" && !isRunning(model)) return false;
  if (unit.kind !== "other" && (early || !isOpen(model, unit))) return false;
  if (probe.verdict === null) return true;
  // Rule 5: what measured nothing only lets a pass age.
  return told !== "lost" && !(told === "inconclusive" && probe.verdict === "pass");
}

function byProbe(model: Model, id: string, state: "done" | "failed"): void {
  const item = itemOf(model, id);
  Object.assign(item, {
    ...{ state, reason: null, by: null, cause: "probe", early: false, against: [] },
    version: item.version + 1,
  });
}

/** The verdict that a worker brings; `early`: of a run that began before anything was open. */
export function recordStep(name: string, told: Told, early: boolean): Step {
  return {
    what: `the worker records ${told} of ${name}${early ? ", begun before its time" : ""}`,
    command: "recordVerdict",
    judge: (model) => (probeOf(model, name).running ? [] : "nothing"),
    apply(model) {
      const probe = probeOf(model, name);
      const before = probe.verdict;
      const verdict = told === "lost" ? "inconclusive" : told;
      const counts = isCounted(model, probe, told, early);
      Object.assign(probe, { running: false, recent: { verdict, at: model.now } });
      if (!counts) return;
      Object.assign(probe, { verdict, at: model.now });
      const item = itemOf(model, probe.item);
      if (told === "fail" && before !== "fail" && ["todo", "done"].includes(item.state))
        byProbe(model, probe.item, "failed");
      const waits = item.state === "todo" || (item.state === "failed" && item.cause === "probe");
      const all = probesAt(model, probe.item).every(([, { verdict }]) => verdict === "pass");
      const against = againstSetting(model, probe.item, "done", null, "probe");
      if (told === "pass" && waits && all && against.length === 0)
        byProbe(model, probe.item, "done");
    },
    act: (real) =>
      record(real, name, told, early ? new Date(Date.parse(real.createdAt) - 1000) : new Date()),
  };
}
