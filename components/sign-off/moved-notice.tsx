"use client";

import { useTranslations } from "use-intl";
import { EventList } from "@/components/sign-off/event-list";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { LogEvent } from "@/lib/log/event";

type MovedProps = {
  moved: { events: readonly LogEvent[]; names: Record<string, string> };
  /** The new words are still on their way. */
  loading: boolean;
  onSeen: () => void;
};

/** What changed under a signer's eyes; they sign once they have seen it. */
export function MovedNotice({ moved, loading, onSeen }: MovedProps) {
  const t = useTranslations("signOff");
  if (moved.events.length === 0) return null;
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
      <EventList {...moved} />
    </Callout>
  );
}
