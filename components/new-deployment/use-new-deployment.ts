"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type FieldName, fieldOf, missingFields } from "@/components/new-deployment/new-fields";
import { unmetIn } from "@/components/new-deployment/unmet";
import { useCreate } from "@/components/new-deployment/use-create";
import { type ChosenSource, useSource } from "@/components/new-deployment/use-source";
import type { Checklist } from "@/lib/checklist/schema";
import { projectChoicesQuery } from "@/lib/deployment/cache";
import type { NewDeploymentChoices } from "@/lib/deployment/new-view";
import { useErrorText } from "@/lib/i18n/use-error-text";

type Chosen = ChosenSource & Partial<Record<FieldName, string>>;

export type NewDeploymentForm = ReturnType<typeof useNewDeployment>;

/** The whole form: what is offered, what was typed over it, what is wrong, and the way to the server. */
export function useNewDeployment(
  choices: NewDeploymentChoices,
  personId: string,
  versionId: string | null,
) {
  const t = useTranslations("newDeployment");
  const errorText = useErrorText();
  const router = useRouter();
  const [chosen, setChosen] = useState<Chosen>(versionId ? { versionId } : {});
  const [chosenTeams, setChosenTeams] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const from = useSource(choices, chosen, personId);
  const here = useQuery(projectChoicesQuery(from.projectId));
  const create = useCreate();
  const { source, document, reading, drafts } = from;

  const values: Record<FieldName, string> = {
    projectId: from.projectId,
    versionId: from.version?.id ?? "",
    title: chosen.title ?? document?.title ?? "",
    version: chosen.version ?? writtenVersion(document),
    plannedAt: chosen.plannedAt ?? "",
    artifact: chosen.artifact ?? "",
    environmentId: pick(here.data?.environments, chosen.environmentId, "first"),
    deployedById: pick(here.data?.deployers, chosen.deployedById, personId),
    text: drafts.draft.text,
    templateName: drafts.draft.name || document?.title.slice(0, 120) || "",
  };
  // Another checklist has other sign-offs: what was chosen for those of the last one is not sent with it.
  const teams = Object.fromEntries(
    Object.entries(chosenTeams).filter(([key]) =>
      document?.signOffs.some((one) => one.key === key),
    ),
  );
  const missing = missingFields(values, source);
  // Refused before its text is published: a try that makes no deployment leaves no template behind.
  const lacks =
    document && here.data
      ? unmetIn({
          ...{ document, here: here.data, chosen: teams },
          environmentId: values.environmentId,
        })
      : [];
  const environment = here.data?.environments.find(({ id }) => id === values.environmentId);
  const refusedAt = create.error ? fieldOf(create.error) : null;
  const refusal = create.error ? errorText(create.error) : null;

  const submit = (refused: () => void) => {
    setTried(true);
    const unread = source === "text" && (reading.busy || reading.error !== null);
    if (missing.length > 0 || unread || lacks.length > 0) return refused();
    create.run({ ...values, source, teams }, (id) => {
      drafts.forget();
      router.push(`/deployments/${id}`);
    });
  };

  return {
    ...{ ...from, here, values, submit, teams },
    chooseTeam: (signOffKey: string, teamId: string) =>
      setChosenTeams((before) => ({ ...before, [signOffKey]: teamId })),
    change: (part: Chosen) => setChosen((before) => ({ ...before, ...part })),
    error: (field: FieldName) =>
      tried && missing.includes(field)
        ? t(`missing.${field}`)
        : refusedAt === field
          ? refusal
          : null,
    formError:
      tried && lacks.length > 0
        ? t("gates.refused", { name: environment?.name ?? "" })
        : refusedAt === null
          ? refusal
          : null,
    pending: create.pending,
  };
}

/** The version that the document's header names; a blank or a variable names none. */
function writtenVersion(document: Checklist | undefined): string {
  const written = document?.fields.find(({ key }) => key === "version")?.value ?? "";
  return written.includes("{{") ? "" : written;
}

/** The chosen one while it is there to choose, else what is offered. */
function pick(
  all: readonly { id: string }[] | undefined,
  chosen: string | undefined,
  offered: string,
): string {
  const known = all?.find(({ id }) => id === chosen) ?? all?.find(({ id }) => id === offered);
  return known?.id ?? (offered === "first" ? (all?.[0]?.id ?? "") : "");
}
