"use client";

import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import {
  type DeploymentVerdictName,
  deploymentVerdicts,
  type ProbeVerdictName,
  probeVerdicts,
} from "@/components/ui/states";
import { type Tone, toneText } from "@/components/ui/tone";

export type MarkSize = "sm" | "md" | "xl";

type MarkProps = {
  icon: LucideIcon;
  tone: Tone;
  word: string;
  size?: MarkSize;
  className?: string;
};

const textSize: Record<MarkSize, string> = {
  sm: "gap-1 text-sm",
  md: "gap-1.5 text-base font-medium",
  xl: "gap-2.5 text-3xl font-semibold tracking-tight",
};
const iconSize: Record<MarkSize, string> = { sm: "size-4", md: "size-4.5", xl: "size-9" };

/** An icon and its word, always both. */
export function Mark({ icon: Icon, tone, word, size = "sm", className }: MarkProps) {
  return (
    <span
      className={clsx(
        "inline-flex items-center whitespace-nowrap align-middle",
        textSize[size],
        tone === "neutral" && size === "xl" ? "text-ink" : toneText[tone],
        className,
      )}
    >
      <Icon aria-hidden className={clsx("shrink-0", iconSize[size])} />
      {word}
    </span>
  );
}

type StateProps<Name> = { size?: MarkSize; className?: string } & Name;

export function ProbeVerdictMark({ verdict, ...rest }: StateProps<{ verdict: ProbeVerdictName }>) {
  const t = useTranslations("common.probeVerdict");
  return <Mark {...probeVerdicts[verdict]} word={t(verdict)} {...rest} />;
}

export function DeploymentVerdictMark({
  verdict,
  ...rest
}: StateProps<{ verdict: DeploymentVerdictName }>) {
  const t = useTranslations("common.deploymentVerdict");
  return <Mark {...deploymentVerdicts[verdict]} word={t(verdict)} {...rest} />;
}
