import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { controlStyle } from "@/components/ui/control-style";

/** The browser's own select: every phone and screen reader knows it. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={clsx("relative inline-block", className ?? "w-full")}>
      <select {...rest} className={clsx(controlStyle, "h-8 appearance-none pr-8")}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-2 right-2 size-4 text-muted"
      />
    </span>
  );
}
