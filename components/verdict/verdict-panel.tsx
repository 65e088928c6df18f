"use client";

import { lazy, Suspense, useId } from "react";
import { useTranslations } from "use-intl";
import { RunDue } from "@/components/deployment/probes/run-due";
import { useDeployment } from "@/components/deployment/store";
import { DeploymentVerdictMark } from "@/components/ui/state-mark";
import { titleText } from "@/lib/checklist/title-text";
import { type DeploymentVerdict, verdictOf } from "@/lib/verdict/verdict";

// Of a deployment under way there is mostly none of them.
const AskedNotice = lazy(() => import("@/components/sign-off/asked-notice"));
const Outcome = lazy(() => import("@/components/verdict/outcome"));
const BlockerList = lazy(() => import("@/components/verdict/blocker-list"));

/** "May we go on?": the largest thing on the page, and everything that stands against it. */
export function VerdictPanel() {
  const t = useTranslations("verdict");
  const { plan, state } = useDeployment();
  const verdict = verdictOf(plan, state);
  // It stands on the page twice: at the top of a phone, in the rail of wider screens.
  const id = useId();
  return (
    <section aria-labelledby={id} aria-live="polite">
      <h2 id={id} className="text-muted text-sm">
        {t(verdict.over ? "over" : "question")}
      </h2>
      {verdict.over ? (
        <Suspense fallback={null}>
          <Outcome over={verdict.over} />
        </Suspense>
      ) : (
        <Answer verdict={verdict} />
      )}
      {state.requests && !verdict.over ? (
        <Suspense fallback={null}>
          <AskedNotice />
        </Suspense>
      ) : null}
    </section>
  );
}

function Answer({ verdict }: { verdict: DeploymentVerdict }) {
  const t = useTranslations("verdict");
  const towards = verdict.next.kind === "unit" ? titleText(verdict.next.title) : null;
  return (
    <>
      <DeploymentVerdictMark verdict={verdict.answer} size="xl" />
      <p className="mt-1 tabular-nums">
        {verdict.left === 0
          ? t("nothingLeft")
          : t(towards === null ? "leftBeforeClosing" : "leftBefore", {
              items: verdict.leftItems,
              signOffs: verdict.leftSignOffs,
              stage: towards ?? "",
            })}
      </p>
      <RunDue stageKey={null} className="mt-2 block" />
      {verdict.blockers.length > 0 ? (
        <Suspense fallback={null}>
          <BlockerList blockers={verdict.blockers} />
        </Suspense>
      ) : null}
    </>
  );
}
