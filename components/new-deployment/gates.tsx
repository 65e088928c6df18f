"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { DifferenceLines } from "@/components/sign-off/difference-lines";
import { Callout } from "@/components/ui/callout";
import type { Checklist } from "@/lib/checklist/schema";
import { differsFrom } from "@/lib/deployment/differs";
import { unmetOf } from "@/lib/deployment/least";
import type { ProjectChoices, TemplateChoice } from "@/lib/deployment/new-view";
import { seatsOf } from "@/lib/deployment/policy";
import { matchTeam } from "@/lib/deployment/team-match";
import { planOf } from "@/lib/deployment/units";
import { versionDocumentQuery } from "@/lib/template/cache";

type GatesProps = {
  document: Checklist;
  here: ProjectChoices;
  environmentId: string;
  chosen: Record<string, string>;
  /** The project's default template; undefined: it has none. */
  standard: TemplateChoice | undefined;
};

/** What would keep this checklist out of the environment, and how it differs from what the project usually runs. */
export function Gates({ document, here, environmentId, chosen, standard }: GatesProps) {
  const t = useTranslations("newDeployment.gates");
  const environment = here.environments.find(({ id }) => id === environmentId);
  const signOffs = document.signOffs.flatMap((one, position) => {
    const teamId = chosen[one.key] ?? matchTeam(one.team, here.teams);
    const { label, team: teamName, sectionKey } = one;
    return seatsOf(document.policy, one.key).map((key) => ({
      ...{ key, kind: "team" as const, label, teamName, teamId, sectionKey, position },
    }));
  });
  const nameOf = (teamId: string) => here.teams.find(({ id }) => id === teamId)?.name ?? "";
  const least = (environment?.least ?? []).map((one) => ({
    ...{ ...one, team: nameOf(one.teamId), holds: true as const },
  }));
  const plan = planOf(document, { items: {} });
  const unmet = unmetOf(plan, { policy: document.policy ?? null, signOffs }, least);
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
