"use client";

import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { useAct } from "@/components/auth/use-act";
import { LateMember } from "@/components/people/late-member";
import { LeaveTeam } from "@/components/people/leave-team";
import { PersonSection } from "@/components/people/person-section";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Select } from "@/components/ui/select";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { addToTeamAction } from "@/lib/people/actions";
import type { LateMember as Late, PersonView, TeamRef } from "@/lib/people/schema";

type PersonTeamsProps = { person: PersonView; teams: readonly TeamRef[]; late: readonly Late[] };

export function PersonTeams({ person, teams, late }: PersonTeamsProps) {
  const t = useTranslations("people.person");
  const approver = person.grants.some((grant) => grant.role === "approver");
  const others = teams.filter((team) => person.teams.every(({ id }) => id !== team.id));
  return (
    <PersonSection title={t("teamsTitle")}>
      {person.teams.length === 0 ? <p className="text-muted">{t("teamsEmpty")}</p> : null}
      {person.teams.length > 0 && !approver ? (
        <Callout tone="attention" className="mb-2">
          {t("notApprover")}
        </Callout>
      ) : null}
      <ul className="divide-y divide-line">
        {person.teams.map((team) => (
          <li key={team.id} className="flex min-h-row flex-wrap items-center gap-x-2 py-1">
            {team.name}
            <LeaveTeam className="ml-auto" person={person} team={team} />
            {late
              .filter(({ teamId }) => teamId === team.id)
              .map((one) => (
                <LateMember key={one.teamId} late={one} person={person} team={team} />
              ))}
          </li>
        ))}
      </ul>
      {others.length > 0 ? <JoinTeam personId={person.id} teams={others} /> : null}
    </PersonSection>
  );
}

function JoinTeam({ personId, teams }: { personId: string; teams: readonly TeamRef[] }) {
  const t = useTranslations("people");
  const errorText = useErrorText();
  const act = useAct(addToTeamAction);
  const [chosen, setChosen] = useState("");
  const teamId = teams.find(({ id }) => id === chosen)?.id ?? teams[0]?.id ?? "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    act.run({ personId, teamId });
  };
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2 border-line border-t pt-3">
      <FormError text={act.error ? errorText(act.error) : null} />
      <div className="flex gap-2">
        <Select
          className="min-w-0 flex-1"
          aria-label={t("field.team")}
          value={teamId}
          onChange={(event) => setChosen(event.target.value)}
        >
          {teams.map((team) => (
            <option key={team.id} value={team.id}>
              {team.name}
            </option>
          ))}
        </Select>
        <Button type="submit" pending={act.pending}>
          {t("person.join")}
        </Button>
      </div>
    </form>
  );
}
