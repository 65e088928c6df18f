import clsx from "clsx";
import type { ReactNode } from "react";
import { type Tone, toneSoft } from "@/components/ui/tone";

type BadgeProps = {
  tone?: Tone;
  icon?: ReactNode;
  /** A sentence on what the word means, on hover. */
  title?: string;
  children: ReactNode;
  className?: string;
};

/** A short word on a soft ground. Its words carry the meaning, its tone repeats it. */
export function Badge({ tone = "neutral", icon, title, children, className }: BadgeProps) {
  return (
    <span
      title={title}
      className={clsx(
        "inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-0.5 font-medium text-xs [&>svg]:size-3.5",
        toneSoft[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
