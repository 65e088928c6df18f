import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import { RouteMessages } from "@/components/shell/route-messages";
import { TemplateActions } from "@/components/templates/template-actions";
import { VersionPanel } from "@/components/templates/version-panel";
import { VersionTable } from "@/components/templates/version-table";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import type { Caller } from "@/lib/core/caller";
import { AppError } from "@/lib/core/errors";
import { getTranslations } from "@/lib/i18n/server";
import { getTemplate, getVersion } from "@/lib/template/queries";

type TemplatePageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
};

async function readPage(caller: Caller, id: string, wanted: string | string[] | undefined) {
  const template = await getTemplate(caller, id);
  const { versions } = template;
  const chosen =
    wanted === undefined ? versions[0] : versions.find((one) => String(one.number) === wanted);
  if (!chosen) throw new AppError("not_found");
  return { template, version: await getVersion(caller, chosen.id) };
}

export async function generateMetadata({ params }: TemplatePageProps): Promise<Metadata> {
  const { id } = await params;
  return { title: (await pageRead((caller) => getTemplate(caller, id))).name };
}

export default async function TemplatePage({ params, searchParams }: TemplatePageProps) {
  const [{ id }, { version: wanted }] = await Promise.all([params, searchParams]);
  const { template, version } = await pageRead((caller) => readPage(caller, id, wanted));
  const t = await getTranslations("templates");
  const { mayEdit, archivedAt } = template;
  return (
    <RouteMessages namespaces={["templates", "reading"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader
          title={template.name}
          above={<TextLink href="/templates">{t("title")}</TextLink>}
          actions={
            mayEdit ? (
              <>
                <TemplateActions id={id} name={template.name} archived={archivedAt !== null} />
                {archivedAt === null ? (
                  <LinkButton href={`/templates/${id}/edit`} variant="primary">
                    <Pencil aria-hidden className="size-4" />
                    {t("edit.button")}
                  </LinkButton>
                ) : null}
              </>
            ) : null
          }
        >
          {template.project?.name ?? t("allProjects")}
        </PageHeader>
        {archivedAt === null ? null : (
          <Callout className="mb-4" title={t("archivedTitle")}>
            {t("archivedBody")}
          </Callout>
        )}
        <VersionTable templateId={id} versions={template.versions} shown={version.id} />
        <VersionPanel version={version} />
      </div>
    </RouteMessages>
  );
}
