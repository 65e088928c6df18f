"use client";

import { useTranslations } from "use-intl";
import { ChecklistOutline } from "@/components/checklist-reading/checklist-outline";
import { ReadingCounts } from "@/components/checklist-reading/reading-counts";
import { ReadingEditor } from "@/components/checklist-reading/reading-editor";
import { WarningList } from "@/components/checklist-reading/warning-list";
import type { NewDeploymentForm } from "@/components/new-deployment/use-new-deployment";
import { DraftNote } from "@/components/templates/draft-note";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";

type Props = { made: NewDeploymentForm };

/** Which checklist: a published version, or a text of one's own; either way as it is read. */
export function SourceFields({ made }: Props) {
  const t = useTranslations("newDeployment");
  return (
    <Tabs
      label={t("checklist")}
      value={made.source}
      onChange={(source) => made.change({ source })}
      tabs={[
        { id: "template", label: t("fromTemplate"), content: <FromTemplate made={made} /> },
        { id: "text", label: t("fromText"), content: <FromText made={made} /> },
      ]}
    />
  );
}

function FromTemplate({ made }: Props) {
  const t = useTranslations("newDeployment");
  const { usable, template, version, change } = made;
  if (!template) {
    return (
      <p className="text-muted" role="status">
        {t("noTemplate")}
      </p>
    );
  }
  return (
    <div className="grid gap-4">
      <div className="grid max-w-4xl items-end gap-x-4 gap-y-3 sm:grid-cols-2">
        <Field label={t("field.templateId")} error={made.error("versionId")}>
          {(control) => (
            <Select
              {...control}
              value={template.id}
              onChange={({ target }) => {
                const next = usable.find(({ id }) => id === target.value);
                change({ templateId: target.value, versionId: next?.versions[0]?.id ?? "" });
              }}
            >
              {usable.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t("field.versionId")}>
          {(control) => (
            <Select
              {...control}
              value={version?.id ?? ""}
              onChange={({ target }) => change({ versionId: target.value })}
            >
              {template.versions.map(({ id, number, note }) => (
                <option key={id} value={id}>
                  {t("versionOption", { number, note: note.slice(0, 60) })}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Frozen made={made} />
    </div>
  );
}

function Frozen({ made }: Props) {
  const [t, common] = [useTranslations("templates"), useTranslations("common")];
  const { data, isPending, isFetching, refetch } = made.frozen;
  if (isPending) return <SkeletonRows count={10} label={common("loading")} />;
  if (!data) {
    return (
      <ErrorState title={t("readingFailed")} retrying={isFetching} onRetry={() => void refetch()} />
    );
  }
  return (
    <div className="grid gap-3">
      <ReadingCounts checklist={data} />
      <WarningList warnings={data.warnings} />
      <details>
        <summary className="cursor-pointer py-1 font-medium">{t("reading")}</summary>
        <div className="pt-2">
          <ChecklistOutline checklist={data} />
        </div>
      </details>
    </div>
  );
}

function FromText({ made }: Props) {
  const t = useTranslations("newDeployment");
  const { drafts, reading, values } = made;
  const wrong = made.error("text");
  return (
    <div className="grid gap-4">
      <DraftNote state={drafts} />
      <Field
        label={t("field.templateName")}
        hint={t("templateNameHint")}
        error={made.error("templateName")}
        className="max-w-xl"
      >
        {(control) => (
          <Input
            {...control}
            value={drafts.draft.name}
            placeholder={values.templateName}
            maxLength={120}
            onChange={(event) => drafts.change({ name: event.target.value })}
          />
        )}
      </Field>
      {wrong ? (
        <p role="alert" className="text-failed text-sm">
          {wrong}
        </p>
      ) : null}
      <ReadingEditor
        value={drafts.draft.text}
        onChange={(text) => drafts.change({ text })}
        reading={reading}
      />
    </div>
  );
}
