"use client";

import clsx from "clsx";
import { Keyboard, Search } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { showCounts, shows } from "@/components/deployment/filters/filter";
import { useFilter } from "@/components/deployment/filters/use-filter";
import { StageSelect } from "@/components/deployment/nav/stage-select";
import { useDeployment } from "@/components/deployment/store";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** Which items are shown: what is left, what hangs, one's own, and a text. */
export function FilterBar() {
  const t = useTranslations("deployment.filter");
  const openDialog = useDialogs();
  const { plan, state, values, me } = useDeployment();
  const [filter, setFilter] = useFilter();
  const counts = useMemo(
    () => showCounts({ plan, state, values, meId: me.id }),
    [plan, state, values, me.id],
  );
  return (
    <search className="flex flex-wrap items-center gap-2 pt-2">
      <StageSelect />
      <fieldset className="flex min-w-0 gap-1 overflow-x-auto max-sm:order-last max-sm:w-full">
        <legend className="sr-only">{t("label")}</legend>
        {shows.map((show) => (
          <button
            key={show}
            type="button"
            aria-pressed={filter.show === show}
            onClick={() => setFilter({ show: filter.show === show ? "all" : show })}
            className={clsx(
              "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-md border px-2 text-sm",
              filter.show === show
                ? "border-ink bg-ink text-sheet"
                : "border-line bg-sheet text-muted hover:border-border hover:text-ink",
            )}
          >
            {t(show)}
            <span className="tabular-nums">{counts[show]}</span>
          </button>
        ))}
      </fieldset>
      <span className="relative w-36 2xl:w-56">
        <Search aria-hidden className="absolute top-2 left-2 size-4 text-muted" />
        <Input
          type="search"
          data-filter-text=""
          aria-label={t("text")}
          placeholder={t("find")}
          value={filter.text}
          onChange={(event) => setFilter({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            setFilter({ text: "" });
            event.currentTarget.blur();
          }}
          className="pl-7.5"
        />
      </span>
      <Button
        variant="quiet"
        size="icon-sm"
        aria-label={t("keys")}
        title={t("keys")}
        className="ml-auto max-xl:!hidden"
        onClick={() => openDialog({ kind: "keys" })}
      >
        <Keyboard aria-hidden className="size-4" />
      </Button>
    </search>
  );
}
