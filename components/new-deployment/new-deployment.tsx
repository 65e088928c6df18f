"use client";

import { type FormEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { Gates } from "@/components/new-deployment/gates";
import { RunFields } from "@/components/new-deployment/run-fields";
import { SignOffMatches } from "@/components/new-deployment/sign-off-matches";
import { SourceFields } from "@/components/new-deployment/source-fields";
import { useNewDeployment } from "@/components/new-deployment/use-new-deployment";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ErrorState } from "@/components/ui/error-state";
import type { NewDeploymentChoices } from "@/lib/deployment/new-view";

type NewDeploymentProps = {
  choices: NewDeploymentChoices;
  personId: string;
  /** The template version that somebody came with. */
  versionId: string | null;
};

/** What is deployed, by which checklist, and who will sign it: all of it before anything is made. */
export function NewDeployment({ choices, personId, versionId }: NewDeploymentProps) {
  const t = useTranslations("newDeployment");
  const form = useRef<HTMLFormElement>(null);
  const made = useNewDeployment(choices, personId, versionId);
  const { here } = made;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The first field that lacks something takes the focus, once its error is on the page.
    made.submit(() =>
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(),
      ),
    );
  };

  return (
    <form ref={form} noValidate onSubmit={submit} className="grid gap-8">
      <section aria-labelledby="new-run" className="grid gap-3">
        <h2 id="new-run" className="font-semibold text-lg">
          {t("what")}
        </h2>
        <RunFields made={made} projects={choices.projects} />
        {here.error ? (
          <ErrorState
            title={t("choicesFailed")}
            retrying={here.isFetching}
            onRetry={() => void here.refetch()}
          />
        ) : null}
      </section>
      <section aria-labelledby="new-source" className="grid gap-3">
        <h2 id="new-source" className="font-semibold text-lg">
          {t("checklist")}
        </h2>
        <SourceFields made={made} />
      </section>
      {made.document && here.data ? (
        <div className="grid max-w-4xl gap-3">
          <SignOffMatches
            document={made.document}
            teams={here.data.teams}
            chosen={made.teams}
            onChoose={made.chooseTeam}
          />
          <Gates
            document={made.document}
            here={here.data}
            environmentId={made.values.environmentId}
            chosen={made.teams}
            standard={made.standard}
          />
        </div>
      ) : null}
      <div className="grid gap-2 border-line border-t py-3">
        {made.formError ? (
          <Callout tone="failed" role="alert">
            {made.formError}
          </Callout>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" size="lg" pending={made.pending}>
            {t("create")}
          </Button>
          <p className="min-w-0 flex-1 basis-56 text-muted text-sm">
            {t(made.source === "text" ? "effectText" : "effect")}
          </p>
        </div>
      </div>
    </form>
  );
}
