"use client";

import { useTranslations } from "use-intl";
import { ShownOnce } from "@/components/ui/shown-once";

export function OneTimePassword({ password }: { password: string }) {
  const t = useTranslations("people.oneTime");
  return <ShownOnce secret={password} label={t("title")} warning={t("warning")} />;
}
