import { demandSame, Unsound } from "@/lib/dossier/fault";
import type { Predicate } from "@/lib/dossier/schema";
import { commitmentOf, commitmentsIn } from "@/lib/log/personal";

/** Ticks and measurements are nearly all of a long log, and name nobody. */
const nameless: ReadonlySet<string> = new Set(["item.changed", "probe.queued", "probe.recorded"]);

/** Each revealed name or address is the one that an event holds the commitment of; whatever is not there is unknown. */
export function checkValues({ events, values = {} }: Predicate): void {
  const places = new Map<string, number>();
  for (const event of events.filter(({ kind }) => !nameless.has(kind)))
    for (const commitment of commitmentsIn([event.before, event.after]))
      if (!places.has(commitment)) places.set(commitment, event.number);
  for (const [commitment, { salt, value }] of Object.entries(values)) {
    const number = places.get(commitment);
    if (number === undefined)
      throw new Unsound("value", `value ${commitment}`, "an event that holds it", "none");
    demandSame("value", `value in event ${number}`, commitment, commitmentOf(salt, value));
  }
}
