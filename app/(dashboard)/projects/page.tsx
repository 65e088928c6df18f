import type { Metadata } from "next";
import { AddProject } from "@/components/projects/add-project";
import { ProjectTable } from "@/components/projects/project-table";
import { RouteMessages } from "@/components/shell/route-messages";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { pageRead } from "@/lib/auth/page-read";
import { getTranslations } from "@/lib/i18n/server";
import { listProjects } from "@/lib/project/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("projects"))("title") };
}

export default async function ProjectsPage() {
  const { projects, mayCreate } = await pageRead(listProjects);
  const t = await getTranslations("projects");
  return (
    <RouteMessages namespaces={["projects"]}>
      <div className="mx-auto max-w-6xl">
        <PageHeader title={t("title")} actions={mayCreate ? <AddProject /> : null} />
        {projects.length === 0 ? (
          <EmptyState title={t("list.empty")}>
            {t(mayCreate ? "list.emptyAdmin" : "list.emptyOther")}
          </EmptyState>
        ) : (
          <ProjectTable projects={projects} />
        )}
      </div>
    </RouteMessages>
  );
}
