"use client";

import { CalendarClock } from "lucide-react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/use-now";
import { dueAt } from "@/lib/deployment/due";
import type { SectionOutline, StageOutline } from "@/lib/deployment/outline";

/** When a follow-up section is due, counted from go-live; nothing before, or when its title says no time. */
export function DueMark({ stage, section }: { stage: StageOutline; section: SectionOutline }) {
  const t = useTranslations("deployment.due");
  const now = useNow();
  const { wentLiveAt, zone } = useDeployment().state;
  if (stage.kind !== "follow-up" || !wentLiveAt) return null;
  const due = dueAt(section.title, wentLiveAt, zone);
  if (!due) return null;
  const done = section.status === "done";
  const overdue = !done && now !== null && now > Date.parse(due);
  return (
    <Badge
      tone={overdue ? "attention" : done ? "settled" : "neutral"}
      icon={<CalendarClock aria-hidden />}
    >
      {t(done ? "done" : overdue ? "overdue" : "due")} <Time iso={due} show="stamp" />
    </Badge>
  );
}
