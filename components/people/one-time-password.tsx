"use client";

import { useTranslations } from "use-intl";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";

/** Shown once: nothing of it is stored, here or on the server. */
export function OneTimePassword({ password }: { password: string }) {
  const t = useTranslations("people.oneTime");
  return (
    <div className="grid gap-3">
      <div className="flex items-center justify-between gap-2 rounded-md border border-border bg-sunken px-3 py-2">
        <output aria-label={t("title")} className="select-all break-all font-mono text-lg">
          {password}
        </output>
        <CopyButton text={password} label={t("title")} />
      </div>
      <Callout tone="attention">{t("warning")}</Callout>
    </div>
  );
}
