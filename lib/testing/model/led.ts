import { againstSetting, againstSigning, tooOldIn } from "@/lib/testing/model/against";
import { askStep } from "@/lib/testing/model/ask-steps";
import { closeStep, endIssueStep, headerStep } from "@/lib/testing/model/header-steps";
import { noteStep, settleStep } from "@/lib/testing/model/item-steps";
import {
  type Closing,
  finalsOf,
  isOver,
  type Model,
  type Signing,
  signOffsOf,
} from "@/lib/testing/model/model";
import { deployedBy, teamOf } from "@/lib/testing/model/outline";
import { isElsewhere, isManager, names } from "@/lib/testing/model/people";
import {
  canBegin,
  queueManyStep,
  recheckStep,
  runDueStep,
  toBeRechecked,
} from "@/lib/testing/model/probe-many-steps";
import { recordStep } from "@/lib/testing/model/probe-steps";
import { keepStep, signKeptStep, signStep } from "@/lib/testing/model/sign-steps";
import type { Step } from "@/lib/testing/model/step";
import { awayFor, memberOf, wordsOf } from "@/lib/testing/model/team";
import { delegateStep, endDelegationStep, leaveStep } from "@/lib/testing/model/team-steps";
import { isTurn, laterStep, untilTooOld } from "@/lib/testing/model/time-steps";

/** Steps that are led to where chance alone seldom comes: each looks for one that is allowed. */

export function pick<One>(list: readonly One[], at: number): One {
  const found = list[at % list.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

export const itemIds = (model: Model) => Object.keys(model.items);
export const probeIds = (model: Model) => Object.keys(model.probes);
export const sectionIds = (model: Model) => Object.keys(model.sections);

const here = names.filter((name) => !isElsewhere(name));

/** The first probe that is too old to sign on is run, or its run ends well. */
function measureAgain(model: Model): Step {
  const running = probeIds(model).find((name) => model.probes[name]?.running);
  if (running) return recordStep(running, "pass", false);
  return queueManyStep(tooOldIn(model, model.outline.units), "manager");
}

/** Signatures that somebody could give in a member's name. */
const inNames = (model: Model): Signing[] =>
  signOffsOf(model).flatMap((signOff) =>
    here.flatMap((by) => {
      const team = teamOf[signOff];
      if (team === undefined || !awayFor(model, by, team)) return [];
      const open = againstSigning(model, signOff, by, null).length === 0;
      return open ? [{ signOff, by, closing: null }] : [];
    }),
  );

/** Somebody signs who is no member, where anybody can. */
export function inTheirName(model: Model, at: number): Step | null {
  const ways = inNames(model);
  return ways.length > 0 ? signStep(pick(ways, at)) : null;
}

/** A delegate reads, what was delegated to them ends, a member delegates anew, and they sign the words of before. */
export function oldWords(model: Model, at: number): Step | null {
  const { kept } = model;
  const team = teamOf[kept?.signOff ?? ""];
  if (!kept || team === undefined || memberOf(model, kept.by, team)) {
    const ways = inNames(model);
    return ways.length > 0 ? keepStep(pick(ways, at)) : null;
  }
  const away = awayFor(model, kept.by, team);
  if (away && wordsOf(model, kept.signOff, kept.by) === kept.words)
    return endDelegationStep(model.delegations.indexOf(away), away.from);
  if (away) return signKeptStep(model);
  const anew = here.map((from) => delegateStep({ from, to: kept.by, team, hours: 25 }));
  return anew.find((step) => isAllowed(model, step)) ?? null;
}

/** What a team would do next: so that sequences come as far as the sealing. */
export function onwards(model: Model, at: number, ends: Closing): Step {
  for (const id of itemIds(model)) {
    const { state } = model.items[id] ?? {};
    if (state !== "todo" && state !== "blocked" && state !== "failed") continue;
    const setting = { id, to: "done", reason: "Looked at", by: "manager", stale: false } as const;
    if (againstSetting(model, id, "done", setting.reason, "manager").length === 0)
      return settleStep(setting);
  }
  for (const signOff of signOffsOf(model))
    for (const [shift] of here.entries()) {
      const by = pick(here, at + shift);
      const signing = { signOff, by, closing: signOff === deployedBy ? ends : null };
      const against = againstSigning(model, signOff, by, signing.closing);
      if (against.length === 0) return signStep(signing);
      if (against.every((code) => code === "probes_too_old")) return measureAgain(model);
    }
  if (finalsOf(model).length === 0 && model.live && at % 3 === 0) return closeStep(ends, "manager");
  return model.issues.some(({ ended }) => !ended) ? endIssueStep("manager") : noteStep(null, "qa");
}

/** Somebody signs against whom one rule alone speaks: only there does it show that it is kept. */
export function atTheBrink(model: Model, at: number, ends: Closing): Step | null {
  const ways = signOffsOf(model).flatMap((signOff) => {
    const closing = signOff === deployedBy ? ends : null;
    return here.map((by) => ({ signOff, by, closing }));
  });
  const byCode = Map.groupBy(ways, ({ signOff, by, closing }) =>
    againstSigning(model, signOff, by, closing).join(),
  );
  const rules = [...byCode].filter(([code]) => code !== "" && !code.includes(","));
  if (rules.length === 0) return null;
  const [, signings] = pick(rules, at);
  return signStep(pick(signings, Math.floor(at / rules.length)));
}

const teams = ["QA", "Development", "Security"] as const;

const isAllowed = (model: Model, step: Step): boolean => {
  const judged = step.judge(model);
  return judged !== "nothing" && judged.length === 0;
};

/** A member is away, and somebody signs for them who may. */
export function beAway(model: Model, at: number, hours: number): Step | null {
  const ways = teams.flatMap((team) =>
    names.flatMap((from) => names.map((to) => delegateStep({ from, to, team, hours }))),
  );
  const allowed = ways.filter((step) => isAllowed(model, step));
  return allowed.length > 0 ? pick(allowed, at) : null;
}

/** Somebody is asked who could sign; `every`: minutes between reminders. */
export function askSomebody(model: Model, at: number, every: number | null): Step | null {
  const open = signOffsOf(model).filter((signOff) => isTurn(model, signOff));
  const ways = (open.length > 0 ? open : signOffsOf(model)).flatMap((signOff) =>
    (["team", ...names] as const).map((whom) => askStep(signOff, whom, every, "manager")),
  );
  const allowed = ways.filter((step) => isAllowed(model, step));
  return allowed.length > 0 ? pick(allowed, at) : null;
}

/** Whoever is away may not sign themselves any more: they become a deployer, or leave the team. */
export function spoilAway(model: Model, at: number): Step | null {
  const away = teams.flatMap((team) => here.flatMap((name) => awayFor(model, name, team) ?? []));
  if (away.length === 0) return null;
  const { from, team } = pick(away, at);
  const deploys = isManager(from) && !model.deployers.includes(from) && !isOver(model);
  return deploys ? headerStep({ deployer: from }, "manager") : leaveStep(from, team);
}

/** A probe of the schedule is run, its run ends, time passes, and it is measured again: by the schedule, or as too old. */
export function bySchedule(model: Model, at: number): Step | null {
  if (toBeRechecked(model).length > 0) return recheckStep(null);
  for (const name of probeIds(model)) {
    const { every, running, recent } = model.probes[name] ?? {};
    if (!every) continue;
    if (running) return recordStep(name, "pass", false);
    if (!canBegin(model, name)) continue;
    if (recent?.verdict !== "pass") return queueManyStep([name], "manager");
    return at % 2 ? laterStep(every) : runDueStep(null, "manager", untilTooOld(model));
  }
  return null;
}
