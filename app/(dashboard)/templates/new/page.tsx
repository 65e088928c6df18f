import type { Metadata } from "next";
import { RouteMessages } from "@/components/shell/route-messages";
import { NewTemplate } from "@/components/templates/new-template";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { requirePerson } from "@/lib/auth/viewer";
import { getTranslations } from "@/lib/i18n/server";
import { templatePlaces } from "@/lib/template/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("new.title") };
}

export default async function NewTemplatePage() {
  const [person, places] = await Promise.all([requirePerson(), pageRead(templatePlaces)]);
  const t = await getTranslations("templates");
  return (
    <RouteMessages namespaces={["templates", "reading"]}>
      <PageHeader
        title={t("new.title")}
        above={<TextLink href="/templates">{t("title")}</TextLink>}
      />
      <NewTemplate places={places} personId={person.id} />
    </RouteMessages>
  );
}
