"use client";

import { useLocale, useTranslations } from "use-intl";
import { useControl } from "@/components/deployment/store";
import { formatTime } from "@/components/ui/format-time";
import { itemStates } from "@/components/ui/states";
import { useZone } from "@/components/ui/use-zone";
import type { WordedError } from "@/lib/i18n/error-text";
import { useErrorText } from "@/lib/i18n/use-error-text";

const isState = (name: string | undefined): name is keyof typeof itemStates =>
  name !== undefined && name in itemStates;

/** Words a refusal; a conflict says who, when and to what. */
export function useRefusalText(): (error: WordedError) => string {
  const t = useTranslations("deployment");
  const tState = useTranslations("common.itemState");
  const errorText = useErrorText();
  const { nameOf } = useControl();
  const [locale, zone] = [useLocale(), useZone()];
  return (error) => {
    const why = "reason" in error ? error.reason : error;
    if (why.code !== "item_changed") return errorText(error);
    const [by, name, at, to] = ["by", "name", "at", "state"].map((key) =>
      String(why.params?.[key] ?? ""),
    );
    const state = isState(to) ? to : "todo";
    return t("conflict", {
      who: name || (by ? nameOf(by) : t("aProbe")),
      at: at ? formatTime(at, locale, zone, "time") : "",
      state: tState(state),
    });
  };
}
