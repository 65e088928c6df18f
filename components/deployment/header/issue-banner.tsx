"use client";

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { overBlocker } from "@/lib/deployment/opening";

const StepDialog = lazy(() => import("@/components/deployment/header/step-dialog"));

/** While an issue runs: what happened, and the way to its end. */
export default function IssueBanner() {
  const t = useTranslations("deployment.issue");
  const { state, nameOf, may } = useDeployment();
  const [ending, setEnding] = useState(false);
  const issue = state.issues.find(({ endedAt }) => endedAt === null);
  if (!issue || overBlocker(state)) return null;
  return (
    <Callout
      tone="failed"
      title={t("running")}
      action={
        may("issue.end") ? (
          <Button size="sm" onClick={() => setEnding(true)}>
            {t("end")}
          </Button>
        ) : null
      }
    >
      <p className="whitespace-pre-wrap">{issue.what}</p>
      <p className="text-muted text-sm">
        {nameOf(issue.byId)} <Time iso={issue.at} />
      </p>
      {ending ? (
        <Suspense fallback={null}>
          <StepDialog step="end_issue" onClose={() => setEnding(false)} />
        </Suspense>
      ) : null}
    </Callout>
  );
}
