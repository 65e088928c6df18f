"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import type { SignRequest } from "@/lib/deployment/sign-off-state";

/** Who was asked, in words: a person's name, or the team's. */
export function useAskedName(): (request: Pick<SignRequest, "personId" | "teamId">) => string {
  const t = useTranslations("signOff.asked");
  const { view, nameOf } = useDeployment();
  return ({ personId, teamId }) => {
    if (personId !== null) return nameOf(personId);
    const team = view.teams[teamId ?? ""]?.name;
    return team ? t("team", { team }) : t("aTeam");
  };
}
