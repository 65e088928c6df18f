"use client";

import { useTranslations } from "use-intl";
import type { RowView } from "@/components/deployment/items/row-view";
import { Badge } from "@/components/ui/badge";

/** What is special about an item, in a word each. */
export function ItemMarks({ row: { item, state } }: { row: RowView }) {
  const t = useTranslations("item.mark");
  return (
    <>
      {item.required ? null : <Badge title={t("optionalHint")}>{t("optional")}</Badge>}
      {state.early ? (
        <Badge tone="attention" title={t("earlyHint")}>
          {t("early")}
        </Badge>
      ) : null}
      {item.added ? <Badge title={t("addedHint")}>{t("added")}</Badge> : null}
      {item.corrected ? <Badge title={t("correctedHint")}>{t("corrected")}</Badge> : null}
      {item.claimed ? <Badge title={t("claimedHint")}>{t("claimed")}</Badge> : null}
      {state.override ? (
        <Badge tone="attention" title={t("overrideHint")}>
          {t("override")}
        </Badge>
      ) : null}
    </>
  );
}
