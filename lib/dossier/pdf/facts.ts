import { createFormatter } from "use-intl/core";
import type { Checklist } from "@/lib/checklist/schema";
import { fillVariables } from "@/lib/checklist/variables";
import type { EventNames, EventTexts } from "@/lib/deployment/event-words";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import type { DeploymentState } from "@/lib/deployment/state";
import { type Plan, planOf } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";
import { eventsOf, type Predicate } from "@/lib/dossier/schema";
import type { Locale } from "@/lib/i18n/locale";
import { translator } from "@/lib/i18n/translator";
import { withValues } from "@/lib/log/personal";
import { type Figure, figureText } from "@/lib/probe/figure-text";

export type PdfOptions = {
  locale: Locale;
  /** Contacts are people's numbers: left out unless asked for. */
  contacts: boolean;
  /** Stands for a name or contact that the record does not have. */
  gone: string;
  /** Of the key that seals the JSON. */
  keyId: string;
};

/** What the printed record is written from: the same record as the JSON, folded, and words for it. */
export type Facts = {
  predicate: Predicate;
  events: DeploymentEvent[];
  state: DeploymentState;
  document: Checklist;
  plan: Plan;
  t: ReturnType<typeof translator<"dossier">>;
  texts: EventTexts;
  names: EventNames;
  nameOf(personId: string): string;
  /** A time in the deployment's zone, with the zone. */
  when(iso: string): string;
  /** As the page writes it. */
  figureText(figure: Figure): string;
  keyId: string;
};

export function factsOf(
  predicate: Predicate,
  { locale, gone, keyId }: Omit<PdfOptions, "contacts">,
): Facts {
  // The predicate was made from these events, or has been verified: their shapes are those of the log.
  const read = eventsOf(predicate.events);
  const common = translator(locale, "common");
  const values = Object.entries(predicate.values ?? {});
  const known = new Map(values.map(([commitment, { value }]) => [commitment, value]));
  const events = withValues(read, known, gone);
  const document = predicate.template.document as Checklist;
  const state = fold(events);
  const plan = planOf(document, state);
  const verdict = translator(locale, "verdict");
  const signOff = translator(locale, "signOff");
  const nameOf = (id: string) => predicate.people[id] ?? `#${id.slice(0, 8)}`;
  const units = new Map(plan.units.map((unit) => [unit.key, unit]));
  // One form in both languages, short enough for a column: 2026-11-23 07:20:35 GMT+9.
  const format = new Intl.DateTimeFormat("sv-SE", {
    ...{ year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" },
    timeZone: state.zone,
  });
  const filling = valuesOf(state);
  const { number } = createFormatter({ locale, timeZone: state.zone });
  const unit = translator(locale, "probe");
  return {
    ...{ predicate, events, state, document, plan, keyId, nameOf },
    t: translator(locale, "dossier"),
    texts: {
      log: translator(locale, "log"),
      state: (of) => common(`itemState.${of}`),
      verdict: (of) => common(`probeVerdict.${of}`),
      outcome: (of) => verdict(`outcome.${of}`),
    },
    names: {
      names: predicate.people,
      labelOf: (key) => fillVariables(plan.items[key]?.label ?? key, filling).text,
      // The final ones are named by the product, in the reader's language.
      signOffLabel(key) {
        const { kind, label } = state.signOffs[key] ?? { kind: "team", label: key };
        return kind === "team" ? label : signOff(`kind.${kind}`);
      },
      unitTitle: (key) => units.get(key)?.title ?? key,
    },
    figureText: (figure) =>
      figureText(figure, { number, unit: (name, values) => unit(`unit.${name}`, values) }),
    when: (iso) => format.format(new Date(iso)),
  };
}
