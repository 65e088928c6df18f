"use client";

import { useTranslations } from "use-intl";
import { TeamCard } from "@/components/people/team-card";
import { TeamNameDialog } from "@/components/people/team-name-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { PeopleView } from "@/lib/people/schema";

export function TeamList({ view }: { view: PeopleView }) {
  const t = useTranslations("people.teams");
  const people = view.people.filter((person) => person.disabledAt === null);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted">{t("intro")}</p>
        <TeamNameDialog team={null} />
      </div>
      {view.teams.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>
      ) : (
        <ul className="grid gap-3 lg:grid-cols-2">
          {view.teams.map((team) => (
            <li key={team.id}>
              <TeamCard team={team} people={people} late={view.late} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
