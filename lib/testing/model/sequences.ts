import fc from "fast-check";
import { againstSetting, againstSigning } from "@/lib/testing/model/against";
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
import { type Closing, finalsOf, type Model, signOffsOf } from "@/lib/testing/model/model";
import { deployedBy } from "@/lib/testing/model/outline";
import { type Name, names } from "@/lib/testing/model/people";
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

/** Random sequences of commands. What a step is about is chosen by number from what the model has then. */

type Choice = { weight: number; arbitrary: fc.Arbitrary<(model: Model) => Step> };

function pick<One>(list: readonly One[], at: number): One {
  const found = list[at % list.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

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

const itemIds = (model: Model) => Object.keys(model.items);
const probeIds = (model: Model) => Object.keys(model.probes);
const sectionIds = (model: Model) => Object.keys(model.sections);

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
const verdicts = fc.constantFrom("pass", "pass", "fail", "inconclusive", "lost");

/** What a team would do next: so that sequences come as far as the sealing. */
function onwards(model: Model, at: number, ends: Closing): Step {
  for (const id of itemIds(model)) {
    const { state } = model.items[id] ?? {};
    if (state !== "todo" && state !== "blocked" && state !== "failed") continue;
    const setting = { id, to: "done", reason: "Looked at", by: "manager", stale: false } as const;
    if (againstSetting(model, id, "done", setting.reason, "manager").length === 0)
      return settleStep(setting);
  }
  for (const signOff of signOffsOf(model))
    for (const [shift] of names.entries()) {
      const by = pick(names, at + shift);
      const signing = { signOff, by, closing: signOff === deployedBy ? ends : null };
      if (againstSigning(model, signOff, by, signing.closing).length === 0)
        return signStep(signing);
    }
  if (finalsOf(model).length === 0 && model.live && at % 3 === 0) return closeStep(ends, "manager");
  return model.issues.some(({ ended }) => !ended) ? endIssueStep("manager") : noteStep(null, "qa");
}

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
  step(1, [nth, somebody], (model, at, by) => bindStep(pick(itemIds(model), at), by)),
  step(1, [nth, somebody], (model, at, by) => unbindStep(pick(probeIds(model), at), by)),
  step(5, [nth, somebody], (model, at, by) => queueStep(pick(probeIds(model), at), by)),
  step(6, [nth, verdicts, fc.nat(5)], (model, at, told, luck) => {
    const running = probeIds(model).filter((id) => model.probes[id]?.running);
    return recordStep(pick(running.length > 0 ? running : probeIds(model), at), told, luck === 0);
  }),
  step(1, [nth, somebody], (model, at, by) => cancelRunStep(pick(probeIds(model), at), by)),
  step(4, [headers, somebody], (_, header, by) => headerStep(header, by)),
  step(3, [somebody], (_, by) => declareStep(by)),
  step(2, [somebody], (_, by) => endIssueStep(by)),
  step(2, [nth, somebody], (model, at, by) => earlyStep(pick(model.outline.units, at), by)),
  step(1, [somebody, fc.nat(9)], (_, by, luck) => (luck > 0 ? noteStep(null, by) : cancelStep(by))),
  step(1, [closing, somebody], (_, ends, by) => closeStep(ends, by)),
  step(1, [fc.constantFrom("contacts", "references"), somebody], (_, what, by) =>
    aroundStep(what, by),
  ),
];

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
  step(3, [nth, fc.constantFrom("team", ...names), somebody], (model, at, whom, by) =>
    askStep(pick(signOffsOf(model), at), whom, by),
  ),
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
const beginning = fc
  .array(fc.tuple(nth, closing), { maxLength: 20, size: "max" })
  .map((parts) =>
    parts.map(([at, ends]) => asCommand("onwards", (model) => onwards(model, at, ends))),
  );

/** At most so many commands after a beginning, on a document with or without sign-offs. */
export function sequences(signed: boolean, most: number) {
  const all = signed ? [...choices, ...signatures] : choices;
  const command = fc.oneof(...all).map((choose) => asCommand("not run", choose));
  return {
    beginning,
    commands: fc.commands<Model, Real, false>([command], { maxCommands: most, size: "max" }),
  };
}
