import { fillVariables } from "@/lib/checklist/variables";
import type { Tx } from "@/lib/core/db";
import { type Reason, reason } from "@/lib/core/errors";
import type { DeploymentEvent } from "@/lib/deployment/events";
import type { DeploymentState } from "@/lib/deployment/state";
import { eventsBetween } from "@/lib/deployment/state-at";
import type { Plan } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";
import { concerns } from "@/lib/sign-off/concerns";

const namedAtMost = 5;

/** What an event moved: the text of an item, the name of a sign-off; null: the deployment itself. */
function subjectText(plan: Plan, state: DeploymentState, event: DeploymentEvent): string | null {
  const { item, signOff } = event.subject as { item?: string; signOff?: string };
  if (signOff !== undefined) return state.signOffs[signOff]?.label ?? signOff;
  if (item === undefined) return null;
  return fillVariables(plan.items[item]?.label ?? item, valuesOf(state)).text;
}

/** Why words that were read up to event `seen` cannot be signed any more, with what moved, from the log. */
export async function movedReason(
  tx: Tx,
  plan: Plan,
  state: DeploymentState,
  signOffKey: string,
  seen: number,
): Promise<Reason> {
  const since = await eventsBetween(tx, state.id, { after: seen, upTo: state.last });
  const moved = since.filter((event) => concerns(plan, state, signOffKey, event));
  if (moved.length === 0) return reason("words_moved");
  const named = moved.map((event) => ({
    text: subjectText(plan, state, event),
    number: event.number,
  }));
  const texts = new Set(named.map(({ text, number }) => (text ? `“${text}”` : `#${number}`)));
  const what = [...texts].slice(0, namedAtMost).join(", ");
  return reason("state_moved", {
    n: moved.length,
    what,
    more: texts.size - namedAtMost > 0 ? 1 : 0,
  });
}
