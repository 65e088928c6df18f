"use client";

import { useTranslations } from "use-intl";
import type { Reason } from "@/lib/core/errors";
import type { Messages } from "@/messages";

type Key = keyof Messages["probe"]["reason"];

/** Why a run ended as it did, in words; a code without words is shown as it is. */
export function useReasonText(): (reason: Reason) => string {
  const t = useTranslations("probe.reason");
  return ({ code, params }) => (t.has(code as Key) ? t(code as Key, params) : code);
}
