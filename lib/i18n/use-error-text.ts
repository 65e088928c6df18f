"use client";

import { useTranslations } from "use-intl";
import { errorText, type WordedError } from "@/lib/i18n/error-text";

/** Words `{ code, params }` in the viewer's language. */
export function useErrorText(): (error: WordedError) => string {
  const t = useTranslations("errors");
  return (error) => errorText(t, error);
}
