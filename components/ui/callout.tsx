import clsx from "clsx";
import type { ReactNode } from "react";
import { type Tone, toneEdge, toneText } from "@/components/ui/tone";
import { toneIcons } from "@/components/ui/tone-icons";

const ground: Record<Tone, string> = {
  neutral: "bg-sunken",
  sign: "bg-sign-soft",
  settled: "bg-settled-soft",
  attention: "bg-attention-soft",
  failed: "bg-failed-soft",
};

type CalloutProps = {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** `alert` interrupts a screen reader: for what just went wrong only. */
  role?: "alert" | "status" | "note";
  className?: string;
};

/** A paragraph that must not be missed. */
export function Callout({
  tone = "neutral",
  title,
  children,
  action,
  role,
  className,
}: CalloutProps) {
  const Icon = toneIcons[tone];
  return (
    <div
      role={role}
      className={clsx(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border-l-3 px-3 py-2",
        ground[tone],
        toneEdge[tone],
        className,
      )}
    >
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", toneText[tone])} />
      <div className="min-w-0 flex-1 basis-48">
        {title ? <p className="font-medium">{title}</p> : null}
        {children}
      </div>
      {action}
    </div>
  );
}
