"use client";

import { CircleSlash, Radio, RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import type { LiveState } from "@/lib/live/messages";

const marks = {
  live: { icon: Radio, tone: "settled" },
  connecting: { icon: RefreshCw, tone: "neutral" },
  lost: { icon: RefreshCw, tone: "attention" },
  signed_out: { icon: CircleSlash, tone: "failed" },
} as const;

/** Whether what is on the screen is current: icon and word. */
export function ConnectionMark({ state }: { state: LiveState }) {
  const t = useTranslations("deployment");
  const { icon: Icon, tone } = marks[state];
  return (
    <span role="status">
      <Badge tone={tone} icon={<Icon aria-hidden />}>
        {t(`live.${state}`)}
      </Badge>
    </span>
  );
}
