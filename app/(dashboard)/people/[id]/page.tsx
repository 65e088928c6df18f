import type { Metadata } from "next";
import { Delegations } from "@/components/people/delegations";
import { PersonAccess } from "@/components/people/person-access";
import { PersonDetails } from "@/components/people/person-details";
import { PersonHistory } from "@/components/people/person-history";
import { PersonRoles } from "@/components/people/person-roles";
import { PersonSection } from "@/components/people/person-section";
import { PersonState } from "@/components/people/person-state";
import { PersonTeams } from "@/components/people/person-teams";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { pageRead } from "@/lib/auth/page-read";
import { requirePerson } from "@/lib/auth/viewer";
import { getTranslations } from "@/lib/i18n/server";
import { delegationsOf } from "@/lib/people/delegation-queries";
import { personHistory } from "@/lib/people/history-queries";
import { getPerson } from "@/lib/people/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("title") };
}

export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const gone = (await getTranslations("common"))("forgotten");
  const [{ person, teams, projects, late }, changes, delegations] = await pageRead((caller) =>
    Promise.all([
      getPerson(caller, id),
      personHistory(caller, id, gone),
      delegationsOf(caller, id),
    ]),
  );
  const [t, viewer] = await Promise.all([getTranslations("people"), requirePerson()]);
  return (
    <RouteMessages namespaces={["people", "account"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader
          above={<TextLink href="/people">{t("person.back")}</TextLink>}
          title={person.name}
        >
          <span className="flex flex-wrap items-center gap-2">
            {person.email}
            <PersonState person={person} />
            {person.disabledAt ? <Time iso={person.disabledAt} /> : null}
          </span>
        </PageHeader>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <PersonRoles person={person} projects={projects} />
          <PersonTeams person={person} teams={teams} late={late} />
          {delegations.length > 0 ? (
            <PersonSection title={t("person.delegations")}>
              <Delegations delegations={delegations} personId={null} />
            </PersonSection>
          ) : null}
          <PersonDetails key={`${person.name} ${person.email}`} person={person} />
          <PersonAccess person={person} isSelf={viewer.id === person.id} />
        </div>
        <div className="mt-4">
          <PersonHistory changes={changes} />
        </div>
      </div>
    </RouteMessages>
  );
}
