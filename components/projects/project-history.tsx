"use client";

import { useTranslations } from "use-intl";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ProjectChange } from "@/lib/project/schema";

/** Who changed what in the project and its environments: newest first. */
export function ProjectHistory({ changes }: { changes: readonly ProjectChange[] }) {
  const t = useTranslations("projects");
  const fieldNames: Record<ProjectChange["fields"][number], string> = {
    name: t("field.name"),
    slug: t("field.slug"),
    defaultTemplateId: t("field.template"),
    zone: t("field.zone"),
    variables: t("field.variables"),
    allow: t("field.allow"),
    ports: t("field.ports"),
    least: t("least.title"),
  };
  const what = ({ kind, environment, fields }: ProjectChange) => {
    const thing = environment ?? t("history.project");
    if (kind === "project.created" || kind === "environment.created")
      return t("history.created", { thing });
    const list = fields.map((field) => fieldNames[field]).join(", ");
    return t("history.edited", { thing, fields: list });
  };
  return (
    <div className="mt-6">
      <h2 className="mb-2 font-semibold text-xl tracking-tight">{t("history.title")}</h2>
      <Table caption={t("history.title")}>
        <thead>
          <tr>
            <Th>{t("history.what")}</Th>
            <Th>{t("history.by")}</Th>
            <Th>{t("history.when")}</Th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <Tr key={change.id}>
              <Td>{what(change)}</Td>
              <Td>{change.by ?? t("history.system")}</Td>
              <Td className="sm:whitespace-nowrap">
                <Time iso={change.at} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
