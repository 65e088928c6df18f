import { above, earlier } from "@/lib/testing/model/covers";
import {
  type Closing,
  childrenIn,
  commandAt,
  finalsOf,
  isOpen,
  isRunning,
  isSettled,
  itemOf,
  itemsOf,
  type Model,
  owedIn,
  probesAt,
  type Settled,
  stands,
  unitOf,
} from "@/lib/testing/model/model";
import { approvedBy, deployedBy, type Unit } from "@/lib/testing/model/outline";
import { isManager, type Name } from "@/lib/testing/model/people";
import { againstPerson } from "@/lib/testing/model/team";

/**
 * What speaks against a command, as the codes that may be told: all that apply, for which of them is told first is
 * nobody's promise. None: it has to be allowed.
 */

export const over = (model: Model): string[] => [
  ...(model.cancelled ? ["deployment_cancelled"] : []),
  ...(model.closed ? ["deployment_closed"] : []),
];

/** Sealing opens follow-ups, and leaves them open; cancelling ends all. */
export const overAt = (model: Model, id: string): string[] => {
  const stillMoves = unitOf(model, id).kind === "follow-up" && model.closed && !model.cancelled;
  return stillMoves ? [] : over(model);
};

/** Rules 1 and 9: whether the place of an item is open. */
function againstPlace(model: Model, id: string): string[] {
  const unit = unitOf(model, id);
  if (unit.kind === "rollback") {
    if (!isRunning(model)) return ["rollback_not_running"];
    const steps = itemsOf(model, unit);
    const waiting = steps
      .slice(0, steps.indexOf(id))
      .some((one) => itemOf(model, one).required && !isSettled(itemOf(model, one)));
    return waiting ? ["rollback_order"] : [];
  }
  if (isOpen(model, unit)) return [];
  if (unit.kind === "follow-up") return ["follow_up_at_go_live"];
  const plain = commandAt(model, id) === null && probesAt(model, id).length === 0;
  const early = unit.kind === "prepare" || unit.kind === "go-live";
  return plain && early ? [] : ["stage_locked"];
}

const passing = (model: Model, id: string) =>
  probesAt(model, id).every(([, { verdict }]) => verdict === "pass");

/** Rules 1, 4, 6, 9 and 10 of an item that is set. */
export function againstSetting(
  model: Model,
  id: string,
  to: Settled,
  reason: string | null,
  by: Name | "probe",
): string[] {
  const item = itemOf(model, id);
  const settles = to === "done" || to === "waived" || to === "not_applicable";
  const childOpen = childrenIn(id).some((child) => !isSettled(itemOf(model, child)));
  const bare = to === "not_applicable" && !item.required;
  const explained = to === "todo" || to === "done" || bare || reason !== null;
  return [
    ...overAt(model, id),
    ...againstPlace(model, id),
    ...(to === "waived" && (by === "probe" || !isManager(by)) ? ["waive_by_release_manager"] : []),
    ...(settles && childOpen ? ["children_open"] : []),
    ...(explained ? [] : ["reason_needed"]),
    ...(to === "done" && reason === null && !passing(model, id) ? ["verdict_needs_reason"] : []),
  ];
}

/** Longer ago a run is too old to sign on. */
export const freshMs = 30 * 60_000;

/** Probes behind a tick in these units that were measured too long ago. */
export const tooOldIn = (model: Model, units: readonly Unit[]): string[] =>
  units
    .flatMap((unit) => itemsOf(model, unit))
    .filter((id) => itemOf(model, id).state === "done")
    .flatMap((id) => probesAt(model, id))
    .flatMap(([name, { at }]) => (at !== null && model.now - at > freshMs ? [name] : []));

/** Rule 2 and 10: what has to be done before anybody may sign here. */
export function againstTurn(model: Model, signOff: string): string[] {
  const open = owedIn(model, above(model, signOff)).length > 0;
  const waiting = earlier(model, signOff).some((one) => !stands(model, one));
  return [...(open ? ["items_open_above"] : []), ...(waiting ? ["sign_off_open_above"] : [])];
}

/** Rule 4: what has to be measured again first. */
const againstAge = (model: Model, signOff: string): string[] =>
  tooOldIn(model, above(model, signOff)).length > 0 ? ["probes_too_old"] : [];

function againstEnding(model: Model, signOff: string, closing: Closing | null): string[] {
  const first = signOff === approvedBy && !stands(model, deployedBy) ? ["sign_off_open_above"] : [];
  if (!closing) return [...first, "outcome_needed"];
  if (closing.outcome !== "success") return closing.notes ? first : [...first, "notes_needed"];
  const running = isRunning(model) ? ["issue_running_still"] : [];
  return [...first, ...running, ...againstTurn(model, signOff), ...againstAge(model, signOff)];
}

export function againstSigning(
  model: Model,
  signOff: string,
  person: Name,
  closing: Closing | null,
): string[] {
  const final = finalsOf(model).includes(signOff);
  const with_ = signOff === deployedBy ? closing : model.closing;
  return [
    ...againstAnswering(model, signOff, person),
    ...(final
      ? againstEnding(model, signOff, with_)
      : [...againstTurn(model, signOff), ...againstAge(model, signOff)]),
  ];
}

/** A refusal asks for less: it may come at any time. */
export const againstAnswering = (model: Model, signOff: string, person: Name): string[] => [
  ...over(model),
  ...againstPerson(model, signOff, person),
  ...(stands(model, signOff) ? ["signed_already"] : []),
];

/** Of a document that nobody signs. */
export function againstClosing(model: Model, { outcome, notes }: Closing): string[] {
  if (finalsOf(model).length > 0) return [...over(model), "closes_by_signatures"];
  if (outcome !== "success") return [...over(model), ...(notes ? [] : ["notes_needed"])];
  const open = owedIn(model, model.outline.units).length > 0;
  const running = isRunning(model) ? ["issue_running_still"] : [];
  return [...over(model), ...running, ...(open ? ["items_open_above"] : [])];
}
