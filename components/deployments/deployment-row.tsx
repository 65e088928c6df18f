"use client";

import { PenLine } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Progress } from "@/components/ui/progress";
import { DeploymentVerdictMark, Mark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import { overMarks } from "@/components/verdict/over-marks";
import { titleText } from "@/lib/checklist/title-text";
import type { DeploymentListItem } from "@/lib/deployment/view";

/** One deployment in a line; on a narrow screen its parts stand below each other. */
export function DeploymentRow({ item }: { item: DeploymentListItem }) {
  const t = useTranslations("deployments");
  const { summary, project, environment } = item;
  const over = item.status === "closed" || item.status === "cancelled";
  return (
    <li className="relative grid gap-x-4 gap-y-1 border-line border-b px-3 py-2 hover:bg-hover sm:grid-cols-2 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,3fr)_minmax(0,3fr)] lg:items-center">
      <div className="min-w-0">
        <Link
          href={`/deployments/${item.id}`}
          // The whole row can be clicked; the link is what the keyboard reaches.
          className="font-medium after:absolute after:inset-0"
        >
          {titleText(item.title)} <span className="whitespace-nowrap">{item.version}</span>
        </Link>
        <p className="truncate text-muted text-sm">
          {project.name} · {environment.name}
        </p>
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-x-3">
        <Answer item={item} />
        <span className="text-muted text-sm">
          <When item={item} />
        </span>
      </div>
      <div className="min-w-0">
        <p className="truncate text-sm">
          {over ? null : summary.stage ? titleText(summary.stage.title) : t("notStarted")}
        </p>
        <Progress
          done={summary.settled}
          total={summary.required}
          label={t("progress")}
          className="max-w-56"
        />
      </div>
      <div className="min-w-0 text-sm">{over ? null : <Next item={item} />}</div>
    </li>
  );
}

function Answer({ item: { status, outcome, summary } }: { item: DeploymentListItem }) {
  const t = useTranslations("verdict.outcome");
  if (status === "cancelled") return <Mark {...overMarks.cancelled} word={t("cancelled")} />;
  if (status === "closed") {
    const word = outcome ?? "failed";
    return <Mark {...overMarks[word]} word={t(word)} />;
  }
  return <DeploymentVerdictMark verdict={summary.answer} />;
}

function When({ item: { status, summary, plannedAt, closedAt } }: { item: DeploymentListItem }) {
  const t = useTranslations("deployments");
  if (closedAt) return <Time iso={closedAt} show="stamp" />;
  if (status === "planned" && plannedAt) return <Time iso={plannedAt} show="stamp" />;
  if (status === "cancelled") return null;
  if (status === "planned") return t("noTime");
  if (summary.blockers > 0) return t("blockers", { n: summary.blockers });
  return summary.left > 0 ? t("left", { n: summary.left }) : null;
}

const shownAtMost = 2;

/** Who signs next. Before anything can be signed: who runs it. */
function Next({ item }: { item: DeploymentListItem }) {
  const t = useTranslations("deployments");
  const { summary, deployedByName, waitsForMe, refused } = item;
  const [no] = refused ?? [];
  if (no) return <span className="text-failed">{t("refused", no)}</span>;
  const labels = summary.waiting.map(({ kind, label }) =>
    kind === "deployed_by"
      ? t("deployerSigns", { name: deployedByName })
      : kind === "approved_by"
        ? t("approverSigns")
        : label,
  );
  if (labels.length === 0) {
    return <span className="text-muted">{t("runBy", { name: deployedByName })}</span>;
  }
  const more = labels.length - shownAtMost;
  return (
    <p className="flex items-start gap-1.5">
      <PenLine
        aria-hidden
        className={waitsForMe ? "mt-0.5 size-4 shrink-0 text-sign" : "mt-0.5 size-4 shrink-0"}
      />
      <span className="min-w-0">
        <span className="sr-only">{t("signsNext")} </span>
        {labels.slice(0, shownAtMost).join(", ")}
        {more > 0 ? ` ${t("more", { n: more })}` : null}
      </span>
    </p>
  );
}
