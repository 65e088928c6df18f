"use client";

import { useTranslations } from "use-intl";
import { ConfirmAct } from "@/components/auth/confirm-act";
import { removeFromTeamAction } from "@/lib/people/actions";

type LeaveTeamProps = {
  person: { id: string; name: string };
  team: { id: string; name: string };
  className?: string;
};

export function LeaveTeam({ person, team, className }: LeaveTeamProps) {
  const t = useTranslations("people.person");
  const names = { name: person.name, team: team.name };
  return (
    <ConfirmAct
      action={removeFromTeamAction}
      input={{ personId: person.id, teamId: team.id }}
      label={t("leave")}
      fullLabel={`${t("leaveLabel", { team: team.name })}: ${person.name}`}
      title={t("leaveTitle", names)}
      body={t("leaveBody")}
      className={className}
    />
  );
}
