"use client";

import { CircleCheck, CircleSlash2, UserX } from "lucide-react";
import { useTranslations } from "use-intl";
import { AddMember } from "@/components/people/add-member";
import { LateMember } from "@/components/people/late-member";
import { LeaveTeam } from "@/components/people/leave-team";
import { TeamNameDialog } from "@/components/people/team-name-dialog";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import type { LateMember as Late, PersonView, TeamMemberView, TeamView } from "@/lib/people/schema";

type TeamCardProps = { team: TeamView; people: readonly PersonView[]; late: readonly Late[] };

/** A team with its members, and a clear word when nobody can sign for it. */
export function TeamCard({ team, people, late }: TeamCardProps) {
  const t = useTranslations("people.teams");
  const signers = team.members.filter((member) => member.maySign).length;
  const others = people.filter(({ id }) => team.members.every((member) => member.id !== id));
  return (
    <section
      aria-labelledby={`team-${team.id}`}
      className="h-full rounded-lg border border-line bg-sheet p-4"
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 id={`team-${team.id}`} className="font-semibold text-lg">
          {team.name}
        </h2>
        <span className="text-muted text-sm">{t("matched", { key: team.key })}</span>
        <span className="ml-auto flex items-center gap-2">
          {signers > 0 ? (
            <span className="text-muted text-sm">{t("signers", { n: signers })}</span>
          ) : null}
          <TeamNameDialog team={team} />
        </span>
      </div>
      {signers === 0 ? (
        <Callout tone="attention" className="mt-2">
          {t("nobodySigns")}
        </Callout>
      ) : null}
      {team.members.length === 0 ? (
        <p className="mt-2 text-muted">{t("noMembers")}</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {team.members.map((member) => (
            <li key={member.id} className="flex min-h-row flex-wrap items-center gap-x-2 py-1">
              <TextLink href={`/people/${member.id}`}>{member.name}</TextLink>
              <MemberState member={member} />
              <LeaveTeam className="ml-auto" person={member} team={team} />
              {late
                .filter((one) => one.teamId === team.id && one.personId === member.id)
                .map((one) => (
                  <LateMember key={one.personId} late={one} person={member} team={team} />
                ))}
            </li>
          ))}
        </ul>
      )}
      <AddMember teamId={team.id} teamName={team.name} people={others} />
    </section>
  );
}

function MemberState({ member }: { member: TeamMemberView }) {
  const t = useTranslations("people.teams");
  if (member.disabled)
    return (
      <Badge tone="failed" icon={<CircleSlash2 aria-hidden />}>
        {t("disabled")}
      </Badge>
    );
  return member.maySign ? (
    <Badge icon={<CircleCheck aria-hidden />}>{t("maySign")}</Badge>
  ) : (
    <Badge tone="attention" icon={<UserX aria-hidden />}>
      {t("notApprover")}
    </Badge>
  );
}
