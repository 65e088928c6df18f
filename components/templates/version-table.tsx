"use client";

import { GitCompareArrows } from "lucide-react";
import { useTranslations } from "use-intl";
import { PublisherName } from "@/components/templates/publisher-name";
import { LinkButton } from "@/components/ui/link-button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { VersionSummary } from "@/lib/template/schema";

type VersionTableProps = { templateId: string; versions: VersionSummary[]; shown: string };

/** Who published what and when, newest first; the one shown below is marked. */
export function VersionTable({ templateId, versions, shown }: VersionTableProps) {
  const t = useTranslations("templates");
  return (
    <Table caption={t("versions")}>
      <thead>
        <tr>
          <Th>{t("version")}</Th>
          <Th>{t("published")}</Th>
          <Th>{t("note")}</Th>
          <Th className="text-right">{t("items")}</Th>
          <Th className="relative">
            <span className="sr-only">{t("compare.title")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {versions.map((version) => (
          <Tr key={version.id} className={version.id === shown ? "bg-sunken" : undefined}>
            <Td className="whitespace-nowrap">
              <TextLink
                href={`/templates/${templateId}?version=${version.number}`}
                aria-current={version.id === shown ? "true" : undefined}
                className={version.id === shown ? "font-semibold" : undefined}
              >
                {t("versionNumber", { number: version.number })}
              </TextLink>
            </Td>
            <Td className="whitespace-nowrap">
              <Time iso={version.publishedAt} />{" "}
              <span className="text-muted">
                <PublisherName publisher={version.publishedBy} />
              </span>
            </Td>
            <Td className="min-w-40 whitespace-pre-line">{version.note}</Td>
            <Td className="text-right">{version.counts.items}</Td>
            <Td className="text-right">
              {version.number > 1 ? (
                <LinkButton
                  size="sm"
                  href={`/templates/${templateId}/compare?from=${version.number - 1}&to=${version.number}`}
                >
                  <GitCompareArrows aria-hidden className="size-4" />
                  {t("compare.with", { number: version.number - 1 })}
                </LinkButton>
              ) : null}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
