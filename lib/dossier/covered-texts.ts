import type { Checklist } from "@/lib/checklist/schema";
import { coveredText } from "@/lib/deployment/consequences";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { applyEvent, fold } from "@/lib/deployment/fold";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Predicate } from "@/lib/dossier/schema";

export type CoveredTexts = NonNullable<Predicate["covered"]>;

/** What a signature was given over; `state` is that before its event. */
export function coveredBy(
  document: Checklist,
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.signed">,
): CoveredTexts[number] {
  const { signOff } = event.subject;
  const { closing } = event.after;
  const closed =
    closing && state.signOffs[signOff]?.kind === "deployed_by" ? { ...state, closing } : state;
  return { event: event.number, signOff, text: coveredText(document, closed, signOff) };
}

/** What each signature of a log was given over, so that its hash can be made with nothing but a hash tool. */
export function coveredTexts(
  [first, ...rest]: readonly DeploymentEvent[],
  document: Checklist,
): CoveredTexts {
  if (!first) return [];
  const made: CoveredTexts = [];
  let state = fold([first]);
  for (const event of rest) {
    if (event.kind === "sign_off.signed") made.push(coveredBy(document, state, event));
    state = applyEvent(state, event);
  }
  return made;
}
