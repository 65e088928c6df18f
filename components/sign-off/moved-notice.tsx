"use client";

import { useTranslations } from "use-intl";
import { EventList } from "@/components/sign-off/event-list";
import type { CoveredEvents } from "@/components/sign-off/use-covered-events";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

type MovedProps = {
  moved: CoveredEvents;
  /** The new words are still on their way. */
  loading: boolean;
  onSeen: () => void;
};

/** What changed under a signer's eyes; they sign once they have seen it. */
export function MovedNotice({ moved, loading, onSeen }: MovedProps) {
  const t = useTranslations("signOff");
  const { events, names, failed } = moved;
  if (events.length === 0 && !failed) return null;
  return (
    <Callout
      tone="attention"
      role="alert"
      title={t("moved")}
      action={
        <Button size="sm" disabled={loading} onClick={onSeen}>
          {t("movedSeen")}
        </Button>
      }
    >
      {failed ? t("movedUnread") : <EventList events={events} names={names} />}
    </Callout>
  );
}
