"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useAct } from "@/components/auth/use-act";
import { ReadingEditor } from "@/components/checklist-reading/reading-editor";
import { useReading } from "@/components/checklist-reading/use-reading";
import { draftKey } from "@/components/templates/draft";
import { DraftNote } from "@/components/templates/draft-note";
import { PublishDialog } from "@/components/templates/publish-dialog";
import { PublishedMeanwhile } from "@/components/templates/published-meanwhile";
import { useDraft } from "@/components/templates/use-draft";
import { Button } from "@/components/ui/button";
import { formatTime } from "@/components/ui/format-time";
import { toast } from "@/components/ui/toast-store";
import { useZone } from "@/components/ui/use-zone";
import type { Reason } from "@/lib/core/errors";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { publishVersionAction } from "@/lib/template/actions";
import { documentBlocker } from "@/lib/template/rules";
import type { VersionView } from "@/lib/template/schema";

type EditTemplateProps = { templateId: string; latest: VersionView; personId: string };

export function EditTemplate({ templateId, latest, personId }: EditTemplateProps) {
  const t = useTranslations("templates");
  const text = useErrorText();
  const [locale, zone] = [useLocale(), useZone()];
  const router = useRouter();
  const drafts = useDraft(draftKey(personId, templateId), {
    ...{ text: latest.text.replace(/\r\n?/g, "\n"), basedOn: latest.number },
    ...{ name: "", projectId: null },
  });
  const { draft, change } = drafts;
  const state = useReading(draft.text);
  const act = useAct(publishVersionAction);
  const [asking, setAsking] = useState(false);
  const overtaken = draft.basedOn < latest.number;
  const same = draft.text === latest.text;
  const blocker = state.reading ? documentBlocker(state.reading.checklist) : null;
  const settled = state.reading !== null && !state.busy && !state.error && !blocker;

  const withLocalTime = ({ code, params }: Reason): Reason => {
    const at = formatTime(String(params.at), locale, zone, "datetime");
    return { code, params: { ...params, at } };
  };
  const publish = (note: string) =>
    act.run({ templateId, basedOn: draft.basedOn, text: draft.text, note }, ({ number }) => {
      drafts.forget();
      toast({ text: t("publish.done", { number }) });
      router.push(`/templates/${templateId}`);
    });
  const conflict =
    act.error && "reason" in act.error && act.error.code === "conflict" ? act.error.reason : null;

  return (
    <div className="grid gap-4">
      <DraftNote state={drafts} />
      {overtaken ? (
        <PublishedMeanwhile
          templateId={templateId}
          basedOn={draft.basedOn}
          latest={latest}
          onBuildOn={() => change({ basedOn: latest.number })}
        />
      ) : null}
      <div className="flex flex-wrap items-center justify-end gap-3">
        <p className="text-muted text-sm">
          {same ? t("edit.unchanged", { number: latest.number }) : null}
        </p>
        <Button
          variant="primary"
          disabled={!settled || same || overtaken}
          onClick={() => setAsking(true)}
        >
          {t("publish.button", { number: draft.basedOn + 1 })}
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
          number={draft.basedOn + 1}
          name={null}
          before={latest.text}
          reading={state.reading}
          pending={act.pending}
          error={conflict ? text(withLocalTime(conflict)) : act.error && text(act.error)}
          onClose={() => {
            setAsking(false);
            act.clear();
            // The page then shows who was faster, with that version to compare with.
            if (conflict) router.refresh();
          }}
          onPublish={publish}
        />
      ) : null}
    </div>
  );
}
