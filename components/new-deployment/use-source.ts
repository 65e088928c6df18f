"use client";

import { useQuery } from "@tanstack/react-query";
import { useReading } from "@/components/checklist-reading/use-reading";
import { draftKey } from "@/components/templates/draft";
import { useDraft } from "@/components/templates/use-draft";
import type { NewDeploymentChoices } from "@/lib/deployment/new-view";
import { versionDocumentQuery } from "@/lib/template/cache";

export type Source = "template" | "text";

/** What was chosen over what is offered. */
export type ChosenSource = {
  source?: Source;
  projectId?: string;
  templateId?: string;
  versionId?: string;
};

/** The checklist of a new deployment: a published version, or a text that is kept in this browser meanwhile. */
export function useSource(
  { projects, templates }: NewDeploymentChoices,
  chosen: ChosenSource,
  personId: string,
) {
  const drafts = useDraft(draftKey(personId, "deployment"), {
    ...{ text: "", basedOn: 0, name: "", projectId: null },
  });
  const came = templates.find(({ versions }) => versions.some(({ id }) => id === chosen.versionId));
  const projectId = chosen.projectId ?? came?.projectId ?? projects[0]?.id ?? "";
  const wanted = projects.find(({ id }) => id === projectId)?.defaultTemplateId;
  const usable = templates.filter((one) => one.projectId === null || one.projectId === projectId);
  const template =
    usable.find(({ id }) => id === (chosen.templateId ?? came?.id)) ??
    usable.find(({ id }) => id === wanted) ??
    usable[0];
  const version =
    template?.versions.find(({ id }) => id === chosen.versionId) ?? template?.versions[0];
  const offered: Source = drafts.restoredAt || usable.length === 0 ? "text" : "template";
  const source = chosen.source ?? offered;

  const reading = useReading(source === "text" ? drafts.draft.text : "");
  const frozen = useQuery({
    ...versionDocumentQuery(version?.id ?? ""),
    enabled: source === "template" && version !== undefined,
  });
  const document = source === "text" ? reading.reading?.checklist : frozen.data;
  const standard = templates.find(({ id }) => id === wanted);
  return {
    source,
    projectId,
    usable,
    standard,
    template,
    version,
    drafts,
    reading,
    frozen,
    document,
  };
}
