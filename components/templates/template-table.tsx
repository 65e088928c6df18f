"use client";

import { Archive } from "lucide-react";
import { useTranslations } from "use-intl";
import { PublisherName } from "@/components/templates/publisher-name";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TimeAgo } from "@/components/ui/time";
import type { TemplateSummary } from "@/lib/template/schema";

export function TemplateTable({ templates }: { templates: TemplateSummary[] }) {
  const t = useTranslations("templates");
  return (
    <Table caption={t("title")}>
      <thead>
        <tr>
          <Th>{t("name")}</Th>
          <Th>{t("project")}</Th>
          <Th className="text-right">{t("version")}</Th>
          <Th className="text-right">{t("items")}</Th>
          <Th>{t("published")}</Th>
        </tr>
      </thead>
      <tbody>
        {templates.map(({ id, name, project, archivedAt, latest }) => (
          <Tr key={id}>
            <Td className="min-w-48">
              <TextLink href={`/templates/${id}`} className="mr-2 font-medium">
                {name}
              </TextLink>
              {archivedAt ? <Badge icon={<Archive aria-hidden />}>{t("archived")}</Badge> : null}
            </Td>
            <Td>{project?.name ?? <span className="text-muted">{t("allProjects")}</span>}</Td>
            <Td className="text-right">{latest.number}</Td>
            <Td className="text-right">{latest.counts.items}</Td>
            <Td className="whitespace-nowrap">
              <TimeAgo iso={latest.publishedAt} />{" "}
              <span className="text-muted">
                <PublisherName publisher={latest.publishedBy} />
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
