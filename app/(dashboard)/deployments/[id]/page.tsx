import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cache } from "react";
import { DeploymentPage } from "@/components/deployment/deployment-page";
import { makeQueryClient } from "@/components/shell/query-client";
import { RouteMessages } from "@/components/shell/route-messages";
import { pageRead } from "@/lib/auth/page-read";
import { requirePerson } from "@/lib/auth/viewer";
import { deploymentQuery, documentQuery } from "@/lib/deployment/cache";
import { deploymentDocument, deploymentView } from "@/lib/deployment/queries";
import { getTranslations } from "@/lib/i18n/server";

/** Once per request: the title and the page show the same state. */
const read = cache((id: string) => pageRead((caller) => deploymentView(caller, id)));

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const [t, { state }] = await Promise.all([getTranslations("deployment"), read(id)]);
  const { title, version } = state;
  return { title: title.includes(version) ? title : t("pageTitle", { title, version }) };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  const [person, view, document] = await Promise.all([
    requirePerson(),
    read(id),
    pageRead((caller) => deploymentDocument(caller, id)),
  ]);
  const client = makeQueryClient();
  client.setQueryData(deploymentQuery(id).queryKey, view);
  client.setQueryData(documentQuery(id, view.state.template.versionId).queryKey, document);
  const { id: meId, name, grants, memberships, delegations, resetAt, since } = person;
  return (
    <RouteMessages
      namespaces={["deployment", "item", "probe", "verdict", "signOff", "differs", "log", "share"]}
    >
      <HydrationBoundary state={dehydrate(client)}>
        <DeploymentPage
          id={id}
          me={{ id: meId, name, grants, memberships, delegations, resetAt, since }}
        />
      </HydrationBoundary>
    </RouteMessages>
  );
}
