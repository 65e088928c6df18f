import type { Metadata } from "next";
import { NewDeployment } from "@/components/new-deployment/new-deployment";
import { RouteMessages } from "@/components/shell/route-messages";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { requirePerson } from "@/lib/auth/viewer";
import { newDeploymentChoices } from "@/lib/deployment/new-queries";
import { getTranslations } from "@/lib/i18n/server";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("newDeployment"))("title") };
}

type Props = { searchParams: Promise<{ version?: string | string[] }> };

export default async function NewDeploymentPage({ searchParams }: Props) {
  const [{ version }, person, choices, t, tList] = await Promise.all([
    searchParams,
    requirePerson(),
    pageRead(newDeploymentChoices),
    getTranslations("newDeployment"),
    getTranslations("deployments"),
  ]);
  return (
    <RouteMessages namespaces={["newDeployment", "differs", "templates", "reading"]}>
      <PageHeader title={t("title")} above={<TextLink href="/">{tList("title")}</TextLink>} />
      {choices.projects.length === 0 ? (
        <EmptyState title={t("noProject")}>{t("noProjectHint")}</EmptyState>
      ) : (
        <NewDeployment
          choices={choices}
          personId={person.id}
          versionId={typeof version === "string" ? version : null}
        />
      )}
    </RouteMessages>
  );
}
