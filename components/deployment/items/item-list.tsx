"use client";

import { useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { filterItems } from "@/components/deployment/filters/filter";
import { useFilter } from "@/components/deployment/filters/use-filter";
import { OtherTexts } from "@/components/deployment/items/other-texts";
import type { RowView } from "@/components/deployment/items/row-view";
import { rowsOf } from "@/components/deployment/items/row-view";
import { StageBlock } from "@/components/deployment/items/stage-block";
import { useCan } from "@/components/deployment/items/use-can";
import { useOutline } from "@/components/deployment/nav/use-outline";
import { useDeployment } from "@/components/deployment/store";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

const noRows: ReadonlyMap<string, RowView> = new Map();

/** The document from top to bottom. */
export function ItemList() {
  const t = useTranslations("deployment");
  const deployment = useDeployment();
  const { plan, state, values, me, nameOf, may } = deployment;
  const can = useCan();
  const outline = useOutline();
  const [filter, setFilter] = useFilter();
  const before = useRef(noRows);
  const rows = useMemo(
    () => rowsOf(before.current, { plan, state, nameOf, may }),
    [plan, state, nameOf, may],
  );
  useEffect(() => {
    before.current = rows;
  }, [rows]);
  const keys = useMemo(
    () => filterItems(filter, { plan, state, values, meId: me.id }),
    [filter, plan, state, values, me.id],
  );

  if (keys?.size === 0) {
    return (
      <EmptyState
        title={t("nothingShown")}
        action={
          <Button onClick={() => setFilter({ show: "all", text: "" })}>{t("showAll")}</Button>
        }
      >
        {t("nothingShownHint")}
      </EmptyState>
    );
  }
  return (
    <div className="@container grid gap-6" data-items="">
      {keys ? (
        <p role="status" className="flex flex-wrap items-center gap-2 text-muted text-sm">
          {t("shownOf", { shown: keys.size, total: rows.size })}
          <Button size="sm" onClick={() => setFilter({ show: "all", text: "" })}>
            {t("showAll")}
          </Button>
        </p>
      ) : null}
      {outline.map((stage) => (
        <StageBlock
          key={stage.key}
          stage={stage}
          rows={rows}
          keys={keys}
          values={values}
          can={can}
        />
      ))}
      {keys ? null : <OtherTexts />}
    </div>
  );
}
