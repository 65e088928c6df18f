"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { EventList } from "@/components/sign-off/event-list";
import { useCoveredEvents } from "@/components/sign-off/use-covered-events";
import { Callout } from "@/components/ui/callout";
import { currentSignature } from "@/lib/deployment/standing";

/** What happened to what a suspended signature covers since it was given, from the log. */
export function SinceSigned({ signOffKey }: { signOffKey: string }) {
  const t = useTranslations("signOff");
  const { state } = useDeployment();
  const signature = currentSignature(state, signOffKey);
  const after = signature?.suspendedAt ? signature.seen : null;
  const { events, names } = useCoveredEvents(signOffKey, after, state.last);
  if (events.length === 0) return null;
  return (
    <Callout tone="attention" title={t("since")}>
      <EventList events={events} names={names} />
    </Callout>
  );
}
