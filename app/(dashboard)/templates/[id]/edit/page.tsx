import type { Metadata } from "next";
import { RouteMessages } from "@/components/shell/route-messages";
import { EditTemplate } from "@/components/templates/edit-template";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { requirePerson } from "@/lib/auth/viewer";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { getTranslations } from "@/lib/i18n/server";
import { getTemplate, getVersion } from "@/lib/template/queries";

type EditPageProps = { params: Promise<{ id: string }> };

async function readPage(caller: Caller, id: string) {
  const { versions, ...template } = await getTemplate(caller, id);
  const [newest] = versions;
  if (!newest || !template.mayEdit || template.archivedAt !== null) throw new AppError("not_found");
  return { template, latest: await getVersion(caller, newest.id) };
}

export async function generateMetadata({ params }: EditPageProps): Promise<Metadata> {
  const [{ id }, t] = await Promise.all([params, getTranslations("templates")]);
  const { name } = await pageRead((caller) => getTemplate(caller, id));
  return { title: t("edit.title", { name }) };
}

export default async function EditTemplatePage({ params }: EditPageProps) {
  const { id } = await params;
  const person = await requirePerson();
  const { template, latest } = await pageRead((caller) => readPage(caller, id));
  const t = await getTranslations("templates");
  return (
    <RouteMessages namespaces={["templates", "reading"]}>
      <PageHeader
        title={t("edit.title", { name: template.name })}
        above={<TextLink href={`/templates/${id}`}>{template.name}</TextLink>}
      />
      <EditTemplate templateId={id} latest={latest} personId={person.id} />
    </RouteMessages>
  );
}
