import type { Metadata } from "next";
import { EditProject } from "@/components/projects/edit-project";
import { EnvironmentList } from "@/components/projects/environment-list";
import { ProjectHistory } from "@/components/projects/project-history";
import { RouteMessages } from "@/components/shell/route-messages";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { pageRead } from "@/lib/auth/page-read";
import { getTranslations } from "@/lib/i18n/server";
import { projectHistory } from "@/lib/project/history-queries";
import { getProject } from "@/lib/project/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("projects"))("title") };
}

export default async function ProjectPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [{ project, mayEdit, templates, teams }, changes] = await pageRead((caller) =>
    Promise.all([getProject(caller, slug), projectHistory(caller, slug)]),
  );
  const t = await getTranslations("projects");
  const template = templates.find(({ id }) => id === project.defaultTemplateId);
  return (
    <RouteMessages namespaces={["projects"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader
          above={<TextLink href="/projects">{t("project.back")}</TextLink>}
          title={project.name}
          actions={mayEdit ? <EditProject project={project} templates={templates} /> : null}
        >
          {t("project.template")}:{" "}
          {template ? (
            <TextLink href={`/templates/${template.id}`}>{template.name}</TextLink>
          ) : (
            t("project.noTemplate")
          )}
        </PageHeader>
        <EnvironmentList project={project} mayEdit={mayEdit} teams={teams} />
        <ProjectHistory changes={changes} />
      </div>
    </RouteMessages>
  );
}
