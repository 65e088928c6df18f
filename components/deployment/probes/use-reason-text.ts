"use client";

import { useTranslations } from "use-intl";
import type { Reason } from "@/lib/core/errors";
import type { Messages } from "@/messages";

type Key = keyof Messages["probe"]["reason"];
type Unmeasured = keyof Messages["probe"]["unmeasured"];

/** Of lines whose words need figures, the words stand beside the line itself. */
const wordedAlone = (code: unknown): code is Unmeasured =>
  typeof code === "string" && code !== "too-few";

/** Why a run ended as it did, in words; a code without words is shown as it is. */
export function useReasonText(): (reason: Reason) => string {
  const t = useTranslations("probe");
  return ({ code, params }) => {
    if (!t.has(`reason.${code as Key}`)) return code;
    const text = t(`reason.${code as Key}`, params);
    const why = code === "not-measured" ? params.why : null;
    if (!wordedAlone(why) || !t.has(`unmeasured.${why}`)) return text;
    return `${text} ${t(`unmeasured.${why}`)}`;
  };
}
