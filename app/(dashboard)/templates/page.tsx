import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { RouteMessages } from "@/components/shell/route-messages";
import { TemplateTable } from "@/components/templates/template-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { pageRead } from "@/lib/auth/page-read";
import { getTranslations } from "@/lib/i18n/server";
import { listTemplates } from "@/lib/template/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("title") };
}

export default async function TemplatesPage() {
  const { templates, places } = await pageRead(listTemplates);
  const t = await getTranslations("templates");
  const mayMake = places.all || places.projects.length > 0;
  const make = mayMake ? (
    <LinkButton href="/templates/new" variant="primary">
      <Plus aria-hidden className="size-4" />
      {t("new.button")}
    </LinkButton>
  ) : null;
  return (
    <RouteMessages namespaces={["templates", "reading"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader title={t("title")} actions={templates.length > 0 ? make : null} />
        {templates.length === 0 ? (
          <EmptyState title={t("list.empty")} action={make}>
            {t(mayMake ? "list.emptyMake" : "list.emptyOther")}
          </EmptyState>
        ) : (
          <TemplateTable templates={templates} />
        )}
      </div>
    </RouteMessages>
  );
}
