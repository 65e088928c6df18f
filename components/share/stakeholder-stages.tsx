"use client";

import { CircleCheck, CircleDot, Lock } from "lucide-react";
import { useTranslations } from "use-intl";
import { Mark } from "@/components/ui/state-mark";
import type { StakeholderView } from "@/lib/share/schema";

type Stage = StakeholderView["stages"][number];

export function StakeholderStages({ view }: { view: StakeholderView }) {
  const t = useTranslations("share");
  return (
    <section aria-labelledby="stages">
      <h2 id="stages" className="font-semibold text-lg">
        {t("stages")}
      </h2>
      <ul className="mt-1 divide-y divide-line rounded-lg border border-line bg-sheet">
        {view.stages.map((stage) => (
          <li key={stage.key} className="flex min-h-row flex-wrap items-center gap-x-4 px-3 py-1">
            <span className="min-w-0 flex-1">{stage.title || t("untitled")}</span>
            <span className="text-muted text-sm tabular-nums">
              {t("settled", { settled: stage.settled, required: stage.required })}
            </span>
            <StageMark stage={stage} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function StageMark({ stage: { open, settled, required } }: { stage: Stage }) {
  const t = useTranslations("share.stage");
  if (open && settled === required)
    return <Mark className="sm:w-28" icon={CircleCheck} tone="settled" word={t("done")} />;
  return open ? (
    <Mark className="sm:w-28" icon={CircleDot} tone="neutral" word={t("open")} />
  ) : (
    <Mark className="sm:w-28" icon={Lock} tone="neutral" word={t("closed")} />
  );
}
