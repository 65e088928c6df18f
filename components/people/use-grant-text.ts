"use client";

import { useTranslations } from "use-intl";
import type { GrantView } from "@/lib/people/schema";

/** "Approver, Knowledge Database". */
export function useGrantText(): (grant: GrantView) => string {
  const t = useTranslations("people");
  return ({ role, project }) =>
    t("grantScope", { role: t(`role.${role}`), project: project?.name ?? t("allProjects") });
}
