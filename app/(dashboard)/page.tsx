import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { cache } from "react";
import { AskedOfMeList } from "@/components/deployments/asked-of-me";
import { DeploymentFilters } from "@/components/deployments/deployment-filters";
import { DeploymentsList } from "@/components/deployments/deployments-list";
import { makeQueryClient } from "@/components/shell/query-client";
import { RouteMessages } from "@/components/shell/route-messages";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { pageRead } from "@/lib/auth/page-read";
import { requirePerson } from "@/lib/auth/viewer";
import { anywhere, may } from "@/lib/core/permissions";
import { deploymentsQuery } from "@/lib/deployment/cache";
import { listChoices, listDeployments } from "@/lib/deployment/list-queries";
import { counted, listFilter, listSearch } from "@/lib/deployment/list-search";
import { getTranslations } from "@/lib/i18n/server";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Once per request: the title counts what the page shows. */
const read = cache((search: string) => {
  const filter = listFilter(Object.fromEntries(new URLSearchParams(search)));
  return pageRead((caller) => listDeployments(caller, filter));
});

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const search = listSearch(listFilter(await searchParams));
  const [t, { asked }] = await Promise.all([getTranslations("deployments"), read(search)]);
  return { title: counted(t("title"), asked.length) };
}

export default async function DeploymentsPage({ searchParams }: Props) {
  const filter = listFilter(await searchParams);
  const [person, list, choices, t] = await Promise.all([
    requirePerson(),
    read(listSearch(filter)),
    pageRead(listChoices),
    getTranslations("deployments"),
  ]);
  const client = makeQueryClient();
  client.setQueryData(deploymentsQuery(listSearch(filter)).queryKey, list);
  const mayMake = may(person.grants, "deployment.create", anywhere);
  const make = mayMake ? (
    <LinkButton href="/deployments/new" variant="primary">
      <Plus aria-hidden className="size-4" />
      {t("new")}
    </LinkButton>
  ) : null;
  return (
    <RouteMessages namespaces={["deployments", "verdict"]}>
      <div className="mx-auto max-w-7xl">
        <PageHeader title={t("title")} actions={choices.any ? make : null} />
        {choices.any ? (
          <HydrationBoundary state={dehydrate(client)}>
            <AskedOfMeList filter={filter} />
            <DeploymentFilters filter={filter} projects={choices.projects} />
            <DeploymentsList filter={filter} />
          </HydrationBoundary>
        ) : (
          <EmptyState title={t("empty.title")} action={make}>
            {t(mayMake ? "empty.make" : "empty.other")}
          </EmptyState>
        )}
      </div>
    </RouteMessages>
  );
}
