"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { splitError, useAct } from "@/components/auth/use-act";
import { ReadingEditor } from "@/components/checklist-reading/reading-editor";
import { useReading } from "@/components/checklist-reading/use-reading";
import { draftKey } from "@/components/templates/draft";
import { DraftNote } from "@/components/templates/draft-note";
import { PublishDialog } from "@/components/templates/publish-dialog";
import { useDraft } from "@/components/templates/use-draft";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast-store";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { createTemplateAction } from "@/lib/template/actions";
import { documentBlocker } from "@/lib/template/rules";
import type { TemplatePlaces } from "@/lib/template/schema";

type NewTemplateProps = { places: TemplatePlaces; personId: string };

export function NewTemplate({ places, personId }: NewTemplateProps) {
  const t = useTranslations("templates");
  const text = useErrorText();
  const router = useRouter();
  const first = places.projects[0]?.id ?? null;
  const drafts = useDraft(draftKey(personId, null), {
    ...{ text: "", basedOn: 0, name: "", projectId: first },
  });
  const { draft, change } = drafts;
  const state = useReading(draft.text);
  const act = useAct(createTemplateAction);
  const [asking, setAsking] = useState(false);
  // A draft may name a project that is out of reach by now.
  const known = places.projects.some(({ id }) => id === draft.projectId);
  const projectId = known || (draft.projectId === null && places.all) ? draft.projectId : first;
  const name = draft.name.trim() || state.reading?.checklist.title.slice(0, 120) || "";
  const errors = splitError(act.error, ["name"], { invalid: () => t("nameInvalid"), text });
  const blocker = state.reading ? documentBlocker(state.reading.checklist) : null;
  const ready = state.reading !== null && !state.busy && !state.error && !blocker && name !== "";

  const publish = (note: string) =>
    act.run({ name, projectId, text: draft.text, note }, ({ templateId }) => {
      drafts.forget();
      toast({ text: t("publish.done", { number: 1 }) });
      router.push(`/templates/${templateId}`);
    });

  return (
    <div className="grid gap-4">
      <DraftNote state={drafts} />
      <div className="flex flex-wrap items-end gap-4">
        <Field label={t("name")} error={errors.of("name")} className="min-w-56 flex-1">
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              placeholder={name}
              maxLength={120}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("project")} className="min-w-48">
          {(control) => (
            <Select
              {...control}
              value={projectId ?? ""}
              onChange={(event) => change({ projectId: event.target.value || null })}
            >
              {places.projects.map((project) => (
                <option key={project.id} value={project.id}>
                  {project.name}
                </option>
              ))}
              {places.all ? <option value="">{t("allProjects")}</option> : null}
            </Select>
          )}
        </Field>
        <Button variant="primary" disabled={!ready} onClick={() => setAsking(true)}>
          {t("publish.first")}
        </Button>
      </div>
      {blocker && !state.error ? <p className="text-attention">{text(blocker)}</p> : null}
      <ReadingEditor
        value={draft.text}
        onChange={(next) => change({ text: next })}
        reading={state}
      />
      {asking && state.reading ? (
        <PublishDialog
          number={1}
          name={name}
          before={null}
          reading={state.reading}
          pending={act.pending}
          error={errors.of("name") ?? errors.form}
          onClose={() => setAsking(false)}
          onPublish={publish}
        />
      ) : null}
    </div>
  );
}
