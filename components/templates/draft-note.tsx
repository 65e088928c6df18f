"use client";

import { useTranslations } from "use-intl";
import type { DraftState } from "@/components/templates/use-draft";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TimeAgo } from "@/components/ui/time";

/** Says that a draft was found, with a way back, or that this browser keeps none. */
export function DraftNote({ state }: { state: DraftState }) {
  const t = useTranslations("templates.draft");
  return (
    <>
      {state.restoredAt ? (
        <Callout
          role="status"
          action={
            <Button size="sm" onClick={state.discard}>
              {t("discard")}
            </Button>
          }
        >
          {t("restored")} <TimeAgo iso={state.restoredAt} className="text-muted" />
        </Callout>
      ) : null}
      {state.kept ? null : (
        <Callout tone="attention" role="status">
          {t("notKept")}
        </Callout>
      )}
    </>
  );
}
