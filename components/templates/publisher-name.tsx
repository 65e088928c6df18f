"use client";

import { useTranslations } from "use-intl";
import type { Publisher } from "@/lib/template/schema";

export function PublisherName({ publisher }: { publisher: Publisher }) {
  const t = useTranslations("templates");
  return <>{publisher.name ?? t("bySystem")}</>;
}
