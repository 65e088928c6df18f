"use client";

import { useTranslations } from "use-intl";
import { PublisherName } from "@/components/templates/publisher-name";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { VersionView } from "@/lib/template/schema";

type PublishedMeanwhileProps = {
  templateId: string;
  basedOn: number;
  latest: VersionView;
  onBuildOn: () => void;
};

/** Somebody was faster: who, when, what they changed, and what happens to this text. */
export function PublishedMeanwhile({
  templateId,
  basedOn,
  latest,
  onBuildOn,
}: PublishedMeanwhileProps) {
  const t = useTranslations("templates");
  return (
    <Callout
      tone="attention"
      role="status"
      title={t("meanwhile.title", { number: latest.number, basedOn })}
      action={
        <Button size="sm" onClick={onBuildOn}>
          {t("meanwhile.buildOn", { number: latest.number })}
        </Button>
      }
    >
      <p>
        <PublisherName publisher={latest.publishedBy} />, <Time iso={latest.publishedAt} />
        {latest.note ? ` – ${latest.note}` : null}
      </p>
      <p className="mt-1">
        {t("meanwhile.body", { number: latest.number })}{" "}
        <TextLink
          href={`/templates/${templateId}/compare?from=${basedOn}&to=${latest.number}`}
          target="_blank"
        >
          {t("meanwhile.compare")}
        </TextLink>
      </p>
    </Callout>
  );
}
