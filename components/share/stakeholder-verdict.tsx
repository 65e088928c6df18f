"use client";

import { useTranslations } from "use-intl";
import { DeploymentVerdictMark, Mark } from "@/components/ui/state-mark";
import { overMarks } from "@/components/verdict/over-marks";
import type { StakeholderView } from "@/lib/share/schema";

/** The largest thing on the page, and what stands against it, in as many words as everybody may read. */
export function StakeholderVerdict({ view }: { view: StakeholderView }) {
  const t = useTranslations("share");
  const tv = useTranslations("verdict");
  const { answer, outcome, next, holds } = view;
  const nothing = next.items + next.signOffs === 0;
  return (
    <section aria-labelledby="verdict" aria-live="polite">
      <h2 id="verdict" className="text-muted text-sm">
        {tv(outcome ? "over" : "question")}
      </h2>
      {outcome ? (
        <Mark {...overMarks[outcome]} word={tv(`outcome.${outcome}`)} size="xl" />
      ) : (
        <>
          <DeploymentVerdictMark verdict={answer} size="xl" />
          <p className="mt-1 tabular-nums">
            {nothing
              ? tv("nothingLeft")
              : tv(next.stage === null ? "leftBeforeClosing" : "leftBefore", {
                  ...{
                    items: next.items,
                    signOffs: next.signOffs,
                    stage: next.stage || t("untitled"),
                  },
                })}
          </p>
          {holds.length > 0 ? (
            <ul className="mt-2 grid list-disc gap-1 pl-5">
              {holds.map(({ code, signOff, n }) => (
                <li key={`${code}/${signOff ?? ""}`}>
                  {signOff === null
                    ? t(`holds.${code}`, { n })
                    : tv(`blocker.${code}`, { label: signOff })}
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </section>
  );
}
