import fc from "fast-check";
import { askStep, seeStep, withdrawRequestStep } from "@/lib/testing/model/ask-steps";
import {
  aroundStep,
  cancelStep,
  closeStep,
  declareStep,
  earlyStep,
  endIssueStep,
  type Header,
  headerStep,
} from "@/lib/testing/model/header-steps";
import {
  addStep,
  correctStep,
  noteStep,
  sectionStep,
  settleStep,
} from "@/lib/testing/model/item-steps";
import {
  askSomebody,
  beAway,
  bySchedule,
  inTheirName,
  itemIds,
  onwards,
  pick,
  probeIds,
  sectionIds,
} from "@/lib/testing/model/led";
import { type Closing, type Model, signOffsOf } from "@/lib/testing/model/model";
import { deployedBy, type UnitKind } from "@/lib/testing/model/outline";
import { type Name, names } from "@/lib/testing/model/people";
import { queueManyStep, recheckStep, runDueStep } from "@/lib/testing/model/probe-many-steps";
import {
  bindStep,
  cancelRunStep,
  queueStep,
  recordStep,
  unbindStep,
} from "@/lib/testing/model/probe-steps";
import type { Real } from "@/lib/testing/model/real";
import {
  keepStep,
  refuseStep,
  signKeptStep,
  signStep,
  withdrawStep,
} from "@/lib/testing/model/sign-steps";
import { asCommand, type Step } from "@/lib/testing/model/step";
import { memberOf } from "@/lib/testing/model/team";
import {
  confirmStep,
  delegateStep,
  endDelegationStep,
  joinStep,
  leaveStep,
} from "@/lib/testing/model/team-steps";
import {
  expireStep,
  laterStep,
  remindStep,
  untilReminded,
  untilSomeEnd,
} from "@/lib/testing/model/time-steps";

/** Random sequences of commands. What a step is about is chosen by number from what the model has then. */

type Choice = { weight: number; arbitrary: fc.Arbitrary<(model: Model) => Step> };

const nth = fc.nat(10_000);
/** Mostly those who run it; now and then somebody who may not. */
const somebody = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Name[]>("manager", "second") },
  { weight: 1, arbitrary: fc.constantFrom(...names) },
);
const anybody = fc.constantFrom(...names);
const why = fc.option(fc.constantFrom("As agreed", "For now"));
const closing = fc.constantFrom<Closing[]>(
  { outcome: "success", notes: "" },
  { outcome: "success", notes: "All well" },
  { outcome: "partial", notes: "Half of it" },
  { outcome: "failed", notes: "" },
);

const step = <Parts extends unknown[]>(
  weight: number,
  parts: { [Key in keyof Parts]: fc.Arbitrary<Parts[Key]> },
  make: (model: Model, ...given: Parts) => Step,
): Choice => ({
  weight,
  arbitrary: fc.tuple<Parts>(...parts).map((given) => (model) => make(model, ...given)),
});

const states = fc.constantFrom("todo", "done", "not_applicable", "waived", "blocked", "failed");
const together = fc.constantFrom("todo", "done", "not_applicable", "waived", "blocked");
const headers = fc.constantFrom<Header[]>(
  { version: "1.0.1" },
  { version: "1.0.0" },
  { title: "Release" },
  { environment: "Staging", version: "1.0.0" },
  { environment: "Production" },
  { deployer: "second" },
  { deployer: "manager" },
  { deployer: "wide" },
  { deployer: "boss" },
);
const stages = fc.constantFrom<UnitKind[]>("prepare", "deploy", "rollback", "other", "go-live");
/** Past what people are asked again after, a run is fresh for, and a signature holds for. */
const minutes = fc.constantFrom(1, 11, 16, 31, 90, 481, 2881);
const verdicts = fc.constantFrom("pass", "pass", "fail", "inconclusive", "lost");

const choices: Choice[] = [
  step(12, [nth, closing], onwards),
  step(5, [nth, states, why, anybody, fc.nat(9)], (model, at, to, reason, by, luck) =>
    settleStep({ id: pick(itemIds(model), at), to, reason, by, stale: luck === 0 }),
  ),
  step(6, [nth, states, why, somebody], (model, at, to, reason, by) =>
    settleStep({ id: pick(itemIds(model), at), to, reason, by, stale: false }),
  ),
  step(2, [nth, together, why, somebody], (model, at, to, reason, by) =>
    sectionStep(pick(sectionIds(model), at), to, reason, by),
  ),
  step(
    2,
    [nth, fc.option(fc.constant("Otherwise")), fc.option(fc.constant("run it")), somebody],
    (model, at, label, command, by) => correctStep(pick(itemIds(model), at), label, command, by),
  ),
  step(1, [nth, fc.boolean(), somebody], (model, at, required, by) =>
    addStep(pick(sectionIds(model), at), required, by),
  ),
  step(1, [nth, fc.boolean(), anybody], (model, at, on, by) =>
    noteStep(on ? pick(itemIds(model), at) : null, by),
  ),
  step(1, [nth, fc.option(fc.constant(10)), somebody], (model, at, every, by) =>
    bindStep(pick(itemIds(model), at), every, by),
  ),
  step(1, [nth, somebody], (model, at, by) => unbindStep(pick(probeIds(model), at), by)),
  step(5, [nth, somebody], (model, at, by) => queueStep(pick(probeIds(model), at), by)),
  step(6, [nth, verdicts, fc.nat(5)], (model, at, told, luck) => {
    const running = probeIds(model).filter((id) => model.probes[id]?.running);
    return recordStep(pick(running.length > 0 ? running : probeIds(model), at), told, luck === 0);
  }),
  step(1, [nth, somebody], (model, at, by) => cancelRunStep(pick(probeIds(model), at), by)),
  step(2, [fc.array(nth, { minLength: 1, maxLength: 3 }), somebody], (model, places, by) =>
    queueManyStep([...new Set(places.map((at) => pick(probeIds(model), at)))], by),
  ),
  step(2, [fc.option(stages), somebody], (_, stage, by) => runDueStep(stage, by)),
  step(1, [fc.option(somebody)], (_, by) => recheckStep(by)),
  step(3, [nth, closing], (model, at, ends) => bySchedule(model) ?? onwards(model, at, ends)),
  step(3, [minutes], (_, after) => laterStep(after)),
  step(4, [headers, somebody], (_, header, by) => headerStep(header, by)),
  step(3, [somebody], (_, by) => declareStep(by)),
  step(2, [somebody], (_, by) => endIssueStep(by)),
  step(2, [nth, somebody], (model, at, by) => earlyStep(pick(model.outline.units, at), by)),
  step(1, [somebody, fc.nat(9)], (_, by, luck) => (luck > 3 ? noteStep(null, by) : cancelStep(by))),
  step(1, [closing, somebody], (_, ends, by) => closeStep(ends, by)),
  step(1, [fc.constantFrom("contacts", "references"), somebody], (_, what, by) =>
    aroundStep(what, by),
  ),
];

const teams = fc.constantFrom("QA", "Development", "Security");
/** Mostly for some hours or days; now and then over already, or for longer than one may. */
const hours = fc.constantFrom(1, 1, 24, 24, 1440, 0, 1441);

/** Only where there is something to sign. */
const signatures: Choice[] = [
  step(5, [nth, anybody, closing], (model, at, by, ends) => {
    const signOff = pick(signOffsOf(model), at);
    return signStep({ signOff, by, closing: signOff === deployedBy ? ends : null });
  }),
  step(3, [nth, anybody, closing], (model, at, by, ends) => {
    const signOff = pick(signOffsOf(model), at);
    return keepStep({ signOff, by, closing: signOff === deployedBy ? ends : null });
  }),
  step(4, [], (model) => signKeptStep(model)),
  step(3, [nth, anybody], (model, at, by) => refuseStep(pick(signOffsOf(model), at), by)),
  step(
    2,
    [nth, fc.constantFrom("team", ...names), fc.option(fc.constantFrom(15, 60)), somebody],
    (model, at, whom, every, by) => askStep(pick(signOffsOf(model), at), whom, every, by),
  ),
  step(3, [fc.boolean()], (model, soon) => remindStep(soon ? untilReminded(model) : 0)),
  step(3, [fc.boolean(), fc.boolean()], (model, alone, soon) =>
    expireStep(alone, soon ? untilSomeEnd(model) : 0),
  ),
  step(2, [anybody, anybody, teams, hours], (_, from, to, team, last) =>
    delegateStep({ from, to, team, hours: last }),
  ),
  step(
    6,
    [nth, fc.constantFrom(1, 24, 1440), closing],
    (model, at, last, ends) => beAway(model, at, last) ?? onwards(model, at, ends),
  ),
  step(
    3,
    [nth, fc.option(fc.constantFrom(15, 60)), closing],
    (model, at, every, ends) => askSomebody(model, at, every) ?? onwards(model, at, ends),
  ),
  step(2, [nth, anybody, fc.boolean()], (model, at, by, own) => {
    const one = at % (model.delegations.length + 1);
    return endDelegationStep(one, own ? (model.delegations[one]?.to ?? by) : by);
  }),
  step(1, [anybody, teams], (_, name, team) => leaveStep(name, team)),
  step(1, [anybody, teams], (_, name, team) => joinStep(name, team)),
  step(1, [anybody, teams, nth], (model, name, team, at) => {
    const late = names.filter((one) => memberOf(model, one, team)?.since);
    return confirmStep(pick([...late, name], at), team);
  }),
  step(5, [nth, closing], (model, at, ends) => inTheirName(model, at) ?? onwards(model, at, ends)),
  step(2, [nth, anybody], (model, at, by) => {
    const asked = model.asked.length > 0 ? pick(model.asked, at) : null;
    const whom = asked && asked.whom !== "team" && at % 2 === 0 ? asked.whom : by;
    return seeStep(asked?.signOff ?? pick(signOffsOf(model), at), whom);
  }),
  step(1, [nth, somebody], (model, at, by) =>
    withdrawRequestStep(at % (model.asked.length + 1), by),
  ),
  step(6, [nth, anybody, fc.boolean()], (model, at, by, own) => {
    const signOff = pick(signOffsOf(model), at);
    return withdrawStep(signOff, own ? (model.answers[signOff]?.person ?? by) : by);
  }),
];

/** So far has a team come when chance begins: else the end is seldom reached. */
function beginning(signed: boolean) {
  const away = { weight: signed ? 1 : 0, arbitrary: fc.tuple(nth, closing, fc.constant(24)) };
  const on = { weight: 6, arbitrary: fc.tuple(nth, closing, fc.constant(null)) };
  return fc
    .array(fc.oneof(on, away), { maxLength: 20, size: "max" })
    .map((parts) =>
      parts.map(([at, ends, hours]) =>
        asCommand(
          "onwards",
          (model) => (hours ? beAway(model, at, hours) : null) ?? onwards(model, at, ends),
        ),
      ),
    );
}

/** At most so many commands after a beginning, on a document with or without sign-offs. */
export function sequences(signed: boolean, most: number) {
  const all = signed ? [...choices, ...signatures] : choices;
  const command = fc.oneof(...all).map((choose) => asCommand("not run", choose));
  return {
    beginning: beginning(signed),
    commands: fc.commands<Model, Real, false>([command], { maxCommands: most, size: "max" }),
  };
}
