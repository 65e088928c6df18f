"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type Placed, unmetIn } from "@/components/new-deployment/unmet";
import { DifferenceLines } from "@/components/sign-off/difference-lines";
import { Callout } from "@/components/ui/callout";
import type { Checklist } from "@/lib/checklist/schema";
import { differsFrom } from "@/lib/deployment/differs";
import type { TemplateChoice } from "@/lib/deployment/new-view";
import { versionDocumentQuery } from "@/lib/template/cache";

type GatesProps = Placed & {
  /** The project's default template; undefined: it has none. */
  standard: TemplateChoice | undefined;
};

/** What would keep this checklist out of the environment, and how it differs from what the project usually runs. */
export function Gates({ standard, ...placed }: GatesProps) {
  const { document, here, environmentId } = placed;
  const t = useTranslations("newDeployment.gates");
  const environment = here.environments.find(({ id }) => id === environmentId);
  const unmet = unmetIn(placed);
  return (
    <>
      {unmet.length > 0 ? (
        <Callout tone="failed" role="status" title={t("title", { name: environment?.name ?? "" })}>
          <ul className="list-disc pl-5">
            {unmet.map(({ teamId, team, need, have, before }) => (
              <li key={`${teamId} ${before}`}>{t("unmet", { team, need, have, before })}</li>
            ))}
          </ul>
          <p className="mt-1">{t("do")}</p>
        </Callout>
      ) : null}
      {standard ? <Differences document={document} standard={standard} /> : null}
    </>
  );
}

function Differences({ document, standard }: { document: Checklist; standard: TemplateChoice }) {
  const t = useTranslations("differs");
  const [newest] = standard.versions;
  const frozen = useQuery({
    ...versionDocumentQuery(newest?.id ?? ""),
    enabled: newest !== undefined,
  });
  if (!newest || !frozen.data) return null;
  const { id, name } = standard;
  const differs = differsFrom({ id, name, number: newest.number }, frozen.data, document);
  if (!differs) return null;
  return (
    <Callout
      tone="attention"
      role="status"
      title={t("title", { name, number: differs.template.number })}
    >
      <DifferenceLines differs={differs} />
      <p className="mt-1">{t("hint")}</p>
    </Callout>
  );
}
