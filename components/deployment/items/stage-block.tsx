"use client";

import { LockKeyhole } from "lucide-react";
import { useTranslations } from "use-intl";
import { Prose } from "@/components/deployment/items/prose";
import type { RowView } from "@/components/deployment/items/row-view";
import { SectionBlock } from "@/components/deployment/items/section-block";
import type { Can } from "@/components/deployment/items/use-can";
import { WaitNote } from "@/components/deployment/items/wait-note";
import { partMarks } from "@/components/deployment/nav/part-marks";
import { stageAnchor } from "@/components/deployment/nav/use-outline";
import { RunDue } from "@/components/deployment/probes/run-due";
import { useDeployment } from "@/components/deployment/store";
import { Progress } from "@/components/ui/progress";
import { Mark } from "@/components/ui/state-mark";
import { titleText } from "@/lib/checklist/title-text";
import type { StageOutline } from "@/lib/deployment/outline";

type StageBlockProps = {
  stage: StageOutline;
  rows: ReadonlyMap<string, RowView>;
  /** Items that the filter shows; null: all. */
  keys: ReadonlySet<string> | null;
  values: Record<string, string>;
  can: Can;
};

/** One stage: where it stands, why it waits, its sections. */
export function StageBlock({ stage, rows, keys, values, can }: StageBlockProps) {
  const t = useTranslations("deployment");
  const { document } = useDeployment();
  const read = document.stages.find(({ key }) => key === stage.key);
  const shown = stage.sections.filter(
    (section) => keys === null || section.itemKeys.some((key) => keys.has(key)),
  );
  if (shown.length === 0 && keys !== null) return null;
  const title = titleText(stage.title) || t("wholeDocument");
  const units = [...new Set(stage.sections.map((section) => section.unitKey))];
  return (
    <section
      id={stageAnchor(stage.key)}
      aria-labelledby={`title-${stage.key}`}
      className="scroll-mt-28"
    >
      <header className="mb-2 border-ink border-b pb-1.5">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <h2 id={`title-${stage.key}`} className="font-semibold text-xl tracking-tight">
            {title}
          </h2>
          <Mark
            {...(stage.status === "waits"
              ? { icon: LockKeyhole, tone: "neutral" as const }
              : partMarks[stage.status])}
            word={t(`part.${stage.status}`)}
          />
          <span className="ml-auto flex min-w-0 items-center gap-3">
            <RunDue stageKey={stage.key} />
            {stage.required > 0 ? (
              <Progress
                done={stage.settled}
                total={stage.required}
                label={title}
                className="w-40"
              />
            ) : null}
          </span>
        </div>
        {units[0] ? <WaitNote unitKey={units[0]} /> : null}
        {read?.description ? <Prose text={read.description} className="mt-1 text-muted" /> : null}
      </header>
      <div className="grid gap-3">
        {shown.map((section, at) => (
          <div key={section.key}>
            {section.unitKey !== units[0] && shown[at - 1]?.unitKey !== section.unitKey ? (
              <WaitNote unitKey={section.unitKey} />
            ) : null}
            <SectionBlock
              section={section}
              stage={stage}
              rows={rows}
              keys={keys}
              values={values}
              can={can}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
