import type { Metadata } from "next";
import { PeopleScreen } from "@/components/people/people-screen";
import { type PeopleTab, peopleTabs } from "@/components/people/people-tabs";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { pageRead } from "@/lib/auth/page-read";
import { getTranslations } from "@/lib/i18n/server";
import { listPeople } from "@/lib/people/queries";
import { listTokens } from "@/lib/token/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people"))("title") };
}

const isTab = (tab: unknown): tab is PeopleTab => peopleTabs.some((known) => known === tab);

type PeopleProps = { searchParams: Promise<{ tab?: string | string[] }> };

export default async function PeoplePage({ searchParams }: PeopleProps) {
  const { tab } = await searchParams;
  const [view, tokens] = await pageRead((caller) =>
    Promise.all([listPeople(caller), listTokens(caller)]),
  );
  const t = await getTranslations("people");
  return (
    <RouteMessages namespaces={["people"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader title={t("title")} />
        <PeopleScreen view={view} tokens={tokens} first={isTab(tab) ? tab : "people"} />
      </div>
    </RouteMessages>
  );
}
