"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useCountsText } from "@/components/checklist-reading/reading-counts";
import { useTextDiff } from "@/components/templates/use-text-diff";
import { VersionDiff } from "@/components/templates/version-diff";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import type { Comparison } from "@/lib/template/compare";
import type { Reading } from "@/lib/template/reading";

type PublishDialogProps = {
  number: number;
  /** Of a new template. */
  name: string | null;
  /** Text of the version before; null for the first. */
  before: string | null;
  reading: Reading;
  pending: boolean;
  error: string | null | undefined;
  onClose: () => void;
  onPublish: (note: string) => void;
};

/** What publishing does, before it is done: the reading, what changes, and that it is for good. */
export function PublishDialog(props: PublishDialogProps) {
  const { number, name, before, reading, pending, error, onClose, onPublish } = props;
  const t = useTranslations("templates");
  const counts = useCountsText();
  const form = useId();
  const [note, setNote] = useState("");
  const { warnings } = reading.checklist;
  return (
    <Dialog
      open
      // The answer is on its way: closing now would hide who was faster.
      onClose={pending ? () => undefined : onClose}
      held
      size="lg"
      title={name ? t("publish.titleFirst", { name }) : t("publish.title", { number })}
      description={t("publish.body")}
      footer={
        <Button type="submit" form={form} variant="primary" pending={pending}>
          {t("publish.button", { number })}
        </Button>
      }
    >
      <form
        id={form}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onPublish(note);
        }}
      >
        {error ? (
          <Callout tone="failed" role="alert">
            {error}
          </Callout>
        ) : null}
        <Field label={t("note")} hint={t("publish.noteHint")} mark="optional">
          {(control) => (
            <Textarea
              {...control}
              data-autofocus
              value={note}
              rows={2}
              maxLength={2_000}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <p>{counts(reading.checklist.counts)}</p>
        {warnings.length > 0 ? (
          <p className="text-attention">{t("publish.warnings", { n: warnings.length })}</p>
        ) : null}
        {before === null ? null : <Changes before={before} after={reading.text} />}
      </form>
    </Dialog>
  );
}

function Changes({ before, after }: { before: string; after: string }) {
  const [t, common] = [useTranslations("templates"), useTranslations("common")];
  const diff = useTextDiff(before, after);
  return (
    <section aria-label={t("publish.changes")} className="grid gap-2">
      <h3 className="font-semibold">{t("publish.changes")}</h3>
      {diff === undefined ? (
        <SkeletonRows count={3} label={common("loading")} />
      ) : (
        <Difference diff={diff} />
      )}
    </section>
  );
}

function Difference({ diff }: { diff: Comparison | null }) {
  const t = useTranslations("templates.diff");
  return diff ? <VersionDiff diff={diff} /> : <Callout tone="attention">{t("failed")}</Callout>;
}
