"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Notice } from "@/components/checklist-reading/use-editing";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { useErrorText } from "@/lib/i18n/use-error-text";

type NoticeBarProps = { notice: Notice | null; onUndo: (() => void) | null; onDismiss: () => void };

/** What was done to the text, with the way back; always there, so that a screen reader hears it change. */
export function NoticeBar({ notice, onUndo, onDismiss }: NoticeBarProps) {
  const common = useTranslations("common");
  const words = useNoticeWords();
  const failed = notice?.kind === "error" || notice?.kind === "missed";
  return (
    <div aria-live="polite">
      {notice ? (
        <Callout
          tone={failed ? "failed" : "neutral"}
          action={
            <span className="flex gap-1">
              {onUndo && !failed ? (
                <Button size="sm" onClick={onUndo}>
                  {common("undo")}
                </Button>
              ) : null}
              <Button
                size="icon-sm"
                variant="quiet"
                aria-label={common("dismiss")}
                onClick={onDismiss}
              >
                <X aria-hidden className="size-4" />
              </Button>
            </span>
          }
        >
          {words(notice)}
        </Callout>
      ) : null}
    </div>
  );
}

function useNoticeWords(): (notice: Notice) => string {
  const t = useTranslations("reading");
  const errorText = useErrorText();
  return (notice) => {
    switch (notice.kind) {
      case "loaded":
        return notice.repaired
          ? t("loadedRepaired", { name: notice.name, encoding: t(`encoding.${notice.repaired}`) })
          : t("loaded", { name: notice.name });
      case "pasted":
        return t("pastedRepaired", { encoding: t(`encoding.${notice.repaired}`) });
      case "variable":
        return t("variableDone", { n: notice.n, variable: notice.variable });
      case "probes":
        return notice.missed > 0
          ? t("probesPartly", { n: notice.n, missed: notice.missed })
          : t("probesDone", { n: notice.n });
      case "command":
        return t("commandDone");
      case "missed":
        return t("missed");
      case "error":
        return errorText(notice.reason);
    }
  };
}
