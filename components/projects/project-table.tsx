import { Table, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { getTranslations } from "@/lib/i18n/server";
import type { ProjectView } from "@/lib/project/schema";

export async function ProjectTable({ projects }: { projects: readonly ProjectView[] }) {
  const t = await getTranslations("projects");
  return (
    <Table caption={t("list.caption")}>
      <thead>
        <tr>
          <Th>{t("list.project")}</Th>
          <Th>{t("list.environments")}</Th>
        </tr>
      </thead>
      <tbody>
        {projects.map(({ id, slug, name, environments }) => (
          <Tr key={id}>
            <Td>
              <TextLink href={`/projects/${slug}`} className="font-medium">
                {name}
              </TextLink>
            </Td>
            <Td>
              {environments.length > 0 ? (
                environments.map((environment) => environment.name).join(", ")
              ) : (
                <span className="text-muted">{t("list.none")}</span>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
