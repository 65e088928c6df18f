import fc from "fast-check";
import { askStep, seeStep, withdrawRequestStep } from "@/lib/testing/model/ask-steps";
import { anybody, type Choice, closing, nth, somebody, step } from "@/lib/testing/model/choosing";
import {
  askSomebody,
  atTheBrink,
  beAway,
  inTheirName,
  oldWords,
  onwards,
  pick,
  spoilAway,
} from "@/lib/testing/model/led";
import { signOffsOf } from "@/lib/testing/model/model";
import { deployedBy } from "@/lib/testing/model/outline";
import { names } from "@/lib/testing/model/people";
import {
  keepStep,
  refuseStep,
  signKeptStep,
  signStep,
  withdrawStep,
} from "@/lib/testing/model/sign-steps";
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
  remindStep,
  untilReminded,
  untilSomeEnd,
} from "@/lib/testing/model/time-steps";

const teams = fc.constantFrom("QA", "Development", "Security");
/** Mostly for some hours or days; now and then over already, or for longer than one may. */
const hours = fc.constantFrom(1, 1, 24, 24, 1440, 0, 1441);

/** Only where there is something to sign. */
export const signatures: Choice[] = [
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
  step(4, [fc.boolean()], (model, soon) => remindStep(soon ? untilReminded(model) : 0)),
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
  step(3, [nth, closing], (model, at, ends) => spoilAway(model, at) ?? onwards(model, at, ends)),
  step(
    3,
    [nth, fc.option(fc.constantFrom(15, 60)), closing],
    (model, at, every, ends) => askSomebody(model, at, every) ?? onwards(model, at, ends),
  ),
  step(4, [nth, closing], (model, at, ends) => oldWords(model, at) ?? onwards(model, at, ends)),
  step(6, [nth, closing], (model, at, ends) => {
    return atTheBrink(model, at, ends) ?? onwards(model, at, ends);
  }),
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
  step(5, [nth, anybody], (model, at, by) => {
    const asked = model.asked.length > 0 ? pick(model.asked, at) : null;
    const whom = asked && asked.whom !== "team" && at % 2 === 0 ? asked.whom : by;
    return seeStep(asked?.signOff ?? pick(signOffsOf(model), at), whom);
  }),
  step(1, [nth, somebody], (model, at, by) =>
    withdrawRequestStep(at % (model.asked.length + 1), by),
  ),
  step(4, [nth, anybody, fc.boolean()], (model, at, by, own) => {
    const signOff = pick(signOffsOf(model), at);
    return withdrawStep(signOff, own ? (model.answers[signOff]?.person ?? by) : by);
  }),
];
