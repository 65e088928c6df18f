import {
  commandAt,
  finalsOf,
  isCounted,
  isOpen,
  isOver,
  isRunning,
  itemOf,
  itemsOf,
  type Model,
  owedIn,
  probesAt,
  stands,
} from "@/lib/testing/model/model";
import type { Unit } from "@/lib/testing/model/outline";

/** Rule 2 in the model: what a signature covers, as text; and what follows a command by rule. */

/** Index of the unit of a team's sign-off; all units for the final ones. */
function reach({ outline }: Model, signOff: string): number {
  const at = outline.units.findIndex(({ signOffs }) => signOffs.includes(signOff));
  return at < 0 ? outline.units.length : at;
}

/** Units above a sign-off, with what never ran left out. */
export function above(model: Model, signOff: string): Unit[] {
  return model.outline.units
    .slice(0, reach(model, signOff) + 1)
    .filter(({ kind }) => kind !== "follow-up")
    .filter(({ kind }) => kind !== "rollback" || model.issues.length > 0);
}

/** Sign-offs of earlier groups. */
export function earlier(model: Model, signOff: string): string[] {
  const teams = model.outline.units
    .slice(0, reach(model, signOff))
    .flatMap(({ signOffs }) => signOffs);
  const finals = finalsOf(model);
  return finals.includes(signOff) ? [...teams, ...finals.slice(0, finals.indexOf(signOff))] : teams;
}

const coveredTexts = new Map<string, number>();
/** Texts that hold other texts would grow without end: each has a number. */
function numberOf(text: string): string {
  const known = coveredTexts.get(text) ?? coveredTexts.size;
  coveredTexts.set(text, known);
  return `covered ${known}`;
}

export function covers(model: Model, signOff: string): string {
  const units = above(model, signOff);
  const items = units
    .flatMap((unit) => itemsOf(model, unit))
    .map((id) => {
      const { label, state, reason, by, against } = itemOf(model, id);
      const probes = probesAt(model, id).map(([name, { verdict }]) => [name, verdict]);
      return [id, label, commandAt(model, id), state, reason, by, against.toSorted(), probes];
    });
  return numberOf(
    JSON.stringify({
      header: [model.version, model.environment, model.deployers.toSorted()],
      glass: units.map(({ id }) => [id, model.glass[id] ?? null]),
      issues: model.issues,
      items,
      signatures: earlier(model, signOff).map((one) => {
        const answer = model.answers[one];
        return answer?.signed ? [one, answer.person, answer.inNameOf, answer.covers] : null;
      }),
      closing: finalsOf(model).includes(signOff) ? model.closing : null,
    }),
  );
}

const allDone = (model: Model, units: readonly Unit[]) =>
  owedIn(model, units).length === 0 &&
  units.every(({ signOffs }) => signOffs.every((one) => stands(model, one)));

function isLive(model: Model): boolean {
  const { units } = model.outline;
  const lastOf = (...kinds: string[]) => units.findLastIndex(({ kind }) => kinds.includes(kind));
  const signed = units.findLastIndex(({ signOffs }) => signOffs.length > 0);
  const begins = units.findIndex(({ kind }) => kind === "go-live");
  if (begins < 0 && signed < 0) return false;
  const worked = begins < 0 ? lastOf("deploy", "verify") : lastOf("go-live");
  const last = begins >= 0 && signed >= begins ? signed : Math.max(signed, worked);
  return allDone(model, units.slice(0, last + 1));
}

function mayOpen(model: Model, unit: Unit): boolean {
  if (model.cancelled || isOpen(model, unit)) return false;
  if (unit.kind === "follow-up") return model.live || model.closed !== null;
  if (model.closed) return false;
  if (unit.kind === "rollback") return isRunning(model);
  const { units } = model.outline;
  const before = units.slice(0, units.indexOf(unit));
  const locking = before.filter((one) => one.kind !== "other" && isCounted(model, one));
  return allDone(model, locking);
}

/** Suspends and restores, closes, goes live and opens, until nothing more follows. */
export function follow(model: Model): void {
  for (let moved = true; moved; ) {
    moved = false;
    if (!isOver(model))
      for (const [signOff, answer] of Object.entries(model.answers))
        if (answer.signed && !answer.expired)
          answer.suspended = covers(model, signOff) !== answer.covers;
    const finals = finalsOf(model);
    const both = finals.length > 0 && finals.every((one) => stands(model, one));
    if (!isOver(model) && model.closing && both) {
      model.closed = model.closing.outcome;
      moved = true;
    }
    if (!isOver(model) && !model.live && isLive(model)) {
      model.live = true;
      moved = true;
    }
    for (const unit of model.outline.units.filter((one) => mayOpen(model, one))) {
      model.open.add(unit.id);
      moved = true;
    }
  }
}

/** Ends what is over by now, as whatever is done next finds it. Returns how many signatures that were. */
export function expire(model: Model): number {
  if (isOver(model)) return 0;
  const ended = Object.values(model.answers).filter(
    ({ until, expired }) => until !== null && until <= model.now && !expired,
  );
  for (const answer of ended) answer.expired = true;
  follow(model);
  return ended.length;
}
