"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";

type ProgressProps = {
  done: number;
  total: number;
  /** What progresses, for a screen reader; the figures follow by themselves. */
  label: string;
  /** Without figures only where they stand right beside it. */
  figures?: boolean;
  className?: string;
};

/** A thin bar with its figures. Green when whole, ink until then. */
export function Progress({ done, total, label, figures = true, className }: ProgressProps) {
  const t = useTranslations("common.progress");
  const whole = total > 0 && done >= total;
  return (
    <span className={clsx("flex items-center gap-2", className)}>
      <span
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={t("label", { done, total })}
        className="h-1 min-w-8 flex-1 overflow-hidden rounded-full bg-line forced-colors:border"
      >
        <span
          className={clsx(
            "block h-full forced-colors:bg-[CanvasText]",
            whole ? "bg-settled" : "bg-muted",
          )}
          style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }}
        />
      </span>
      {figures ? (
        <span aria-hidden className="whitespace-nowrap text-muted text-xs tabular-nums">
          {t("figures", { done, total })}
        </span>
      ) : null}
    </span>
  );
}
