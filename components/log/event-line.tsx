"use client";

import { useTranslations } from "use-intl";
import { EventDetails } from "@/components/log/event-details";
import { Time } from "@/components/ui/time";
import { type EventNames, eventWords, proseOf } from "@/lib/deployment/event-words";
import type { DeploymentEvent } from "@/lib/deployment/events";

type EventLineProps = EventNames & { event: DeploymentEvent };

/** One event in words: who, what, to what; the words that were given with it below. */
export function EventLine({ event, names, labelOf, signOffLabel, unitTitle }: EventLineProps) {
  const texts = {
    log: useTranslations("log"),
    state: useTranslations("common.itemState"),
    verdict: useTranslations("common.probeVerdict"),
    outcome: useTranslations("verdict.outcome"),
  };
  const words = eventWords(event, { names, labelOf, signOffLabel, unitTitle }, texts);
  const prose = proseOf(event);
  return (
    <span className="min-w-0 [overflow-wrap:anywhere]">
      <span>{words}</span> <Time iso={event.at} show="stamp" className="text-muted" />
      <EventDetails event={event} names={names} />
      {prose ? <span className="block whitespace-pre-wrap text-muted">{prose}</span> : null}
    </span>
  );
}
