"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import type { RowView } from "@/components/deployment/items/row-view";
import { itemStates } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { toneText } from "@/components/ui/tone";

/** State in a word (its icon is the box), who and when; the reason under it. Nothing while nobody touched the item. */
export function ItemMeta({ row: { state, byName } }: { row: RowView }) {
  const t = useTranslations("item");
  const tState = useTranslations("common.itemState");
  if (state.version === 0) return null;
  const who = state.cause === "probe" ? t("byProbe") : byName;
  return (
    <div className="text-muted text-sm">
      <p className="flex flex-wrap items-center gap-x-2 @2xl:justify-end">
        {state.state === "todo" ? (
          <span>{t("takenBack")}</span>
        ) : (
          <span className={clsx("font-medium", toneText[itemStates[state.state].tone])}>
            {tState(state.state)}
          </span>
        )}
        {who ? <span className="text-ink">{who}</span> : null}
        {state.at ? <Time iso={state.at} show="stamp" className="whitespace-nowrap" /> : null}
      </p>
      {state.reason ? <p className="text-ink @2xl:text-right">{state.reason}</p> : null}
    </div>
  );
}
