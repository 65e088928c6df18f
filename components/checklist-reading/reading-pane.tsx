"use client";

import { memo, useDeferredValue } from "react";
import { useTranslations } from "use-intl";
import { ChecklistOutline } from "@/components/checklist-reading/checklist-outline";
import { Offers } from "@/components/checklist-reading/offers";
import { ReadingCounts } from "@/components/checklist-reading/reading-counts";
import type { ReadingState } from "@/components/checklist-reading/use-reading";
import { WarningList } from "@/components/checklist-reading/warning-list";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { ProbeOffer, VariableOffer } from "@/lib/checklist/schema";
import { useErrorText } from "@/lib/i18n/use-error-text";

type ReadingPaneProps = {
  state: ReadingState;
  /** There is no text yet. */
  empty: boolean;
  /** False while offers wait for the text to be read again. */
  ready: boolean;
  onLine: (line: number) => void;
  onVariable: (offer: VariableOffer) => void;
  onProbes: (offers: ProbeOffer[]) => void;
  onCommand: (itemKey: string) => void;
};

/** How a text is read: counts, warnings, offers and the whole outline. */
export const ReadingPane = memo(function ReadingPane({
  state,
  empty,
  ready,
  onLine,
  ...on
}: ReadingPaneProps) {
  const t = useTranslations("reading");
  const errorText = useErrorText();
  // A long outline may come later than the next letter that is typed.
  const reading = useDeferredValue(state.reading);
  return (
    <section aria-label={t("title")} aria-busy={state.busy} className="grid min-w-0 gap-3">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h2 className="font-semibold">{t("title")}</h2>
        <span role="status" className="text-muted text-sm">
          {state.busy ? t("busy") : null}
        </span>
      </div>
      {state.error && !empty ? (
        <Callout tone="failed" role="status">
          {errorText(state.error)}
        </Callout>
      ) : null}
      {empty ? <EmptyState title={t("emptyTitle")}>{t("emptyBody")}</EmptyState> : null}
      {!empty && !reading && !state.error ? <SkeletonRows count={6} label={t("busy")} /> : null}
      {!empty && reading ? (
        <>
          <ReadingCounts checklist={reading.checklist} />
          <WarningList warnings={reading.checklist.warnings} onLine={onLine} />
          <Offers reading={reading} ready={ready} onLine={onLine} {...on} />
          <ChecklistOutline checklist={reading.checklist} onLine={onLine} />
        </>
      ) : null}
    </section>
  );
});
