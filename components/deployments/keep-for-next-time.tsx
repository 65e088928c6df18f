"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { useAct } from "@/components/auth/use-act";
import { VersionDiff } from "@/components/templates/version-diff";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast-store";
import { keepForNextTimeAction } from "@/lib/deployment/actions";
import type { KeepView } from "@/lib/deployment/keep-view";
import { useErrorText } from "@/lib/i18n/use-error-text";

type KeepProps = { deploymentId: string; view: KeepView };

/** What the run would write back into its template, as a difference, before it is published. */
export function KeepForNextTime({ deploymentId, view }: KeepProps) {
  const t = useTranslations("deployments.keep");
  const { template, basedOn, latest, diff, mayEdit } = view;
  return (
    <div className="grid gap-4">
      {diff ? (
        <p className="max-w-prose">{t("body", { name: template.name, number: basedOn + 1 })}</p>
      ) : null}
      <NotKept notKept={view.notKept} />
      {diff === null ? <EmptyState title={t("nothing")}>{t("nothingHint")}</EmptyState> : null}
      {diff && latest > basedOn ? (
        <Callout
          tone="attention"
          title={t("newer", { latest, basedOn })}
          action={
            mayEdit ? (
              <LinkButton size="sm" href={`/templates/${template.id}/edit`}>
                {t("openNewest")}
              </LinkButton>
            ) : null
          }
        >
          {t("newerHint")}
        </Callout>
      ) : null}
      {diff && !mayEdit ? <Callout tone="attention">{t("mayNot")}</Callout> : null}
      {diff && template.archived ? <Callout tone="attention">{t("archived")}</Callout> : null}
      {diff && latest === basedOn && mayEdit && !template.archived ? (
        <Publish deploymentId={deploymentId} view={view} />
      ) : null}
      {diff ? <VersionDiff diff={diff} /> : null}
    </div>
  );
}

function NotKept({ notKept }: Pick<KeepView, "notKept">) {
  const t = useTranslations("deployments.keep");
  if (notKept.length === 0) return null;
  return (
    <Callout tone="attention" title={t("notKept")}>
      <ul className="list-disc pl-5">
        {notKept.map(({ key, what, label }) => (
          <li key={`${what} ${key}`}>
            {t(`what.${what}`)} “{label}”
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Publish({ deploymentId, view }: KeepProps) {
  const t = useTranslations("deployments.keep");
  const errorText = useErrorText();
  const router = useRouter();
  const { deployment, template, basedOn, textHash } = view;
  const [note, setNote] = useState(() => t("noteDefault", deployment));
  const act = useAct(keepForNextTimeAction);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ deploymentId, note, textHash }, ({ number }) => {
      toast({ text: t("done", { number }) });
      router.push(`/templates/${template.id}`);
    });
  };
  // What was refused because something moved meanwhile is shown as it is now.
  const stale = act.error?.code === "conflict";
  return (
    <form onSubmit={submit} className="grid max-w-2xl gap-3">
      <Field label={t("note")} hint={t("noteHint")} mark="optional">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      <FormError text={act.error ? errorText(act.error) : null} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={act.pending}>
          {t("publish", { number: basedOn + 1 })}
        </Button>
        {stale ? <ReadAgain onPress={() => router.refresh()} /> : null}
      </div>
    </form>
  );
}

function ReadAgain({ onPress }: { onPress: () => void }) {
  const t = useTranslations("common");
  return <Button onClick={onPress}>{t("retry")}</Button>;
}
