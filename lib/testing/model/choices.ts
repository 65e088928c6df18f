import fc from "fast-check";
import { anybody, type Choice, closing, nth, somebody, step } from "@/lib/testing/model/choosing";
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
import { bySchedule, itemIds, onwards, pick, probeIds, sectionIds } from "@/lib/testing/model/led";
import type { UnitKind } from "@/lib/testing/model/outline";
import { queueManyStep, recheckStep, runDueStep } from "@/lib/testing/model/probe-many-steps";
import {
  bindStep,
  cancelRunStep,
  queueStep,
  recordStep,
  unbindStep,
} from "@/lib/testing/model/probe-steps";
import { endShareStep, shareStep } from "@/lib/testing/model/share-steps";
import { laterStep, untilTooOld } from "@/lib/testing/model/time-steps";

/** What anybody does on any checklist. */

const why = fc.option(fc.constantFrom("As agreed", "For now"));
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

export const choices: Choice[] = [
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
  step(2, [fc.option(stages), fc.boolean(), somebody], (model, stage, old, by) =>
    runDueStep(stage, by, old ? untilTooOld(model) : 0),
  ),
  step(1, [fc.option(somebody)], (_, by) => recheckStep(by)),
  step(3, [nth, closing], (model, at, ends) => bySchedule(model, at) ?? onwards(model, at, ends)),
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
  step(2, [somebody], (_, by) => shareStep(by)),
  step(2, [nth, somebody], (model, at, by) => endShareStep(at % (model.shares.length + 1), by)),
];
