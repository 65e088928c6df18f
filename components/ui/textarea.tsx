import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlStyle } from "@/components/ui/control-style";

/** Grows with its text where the browser can, up to half the window. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      {...rest}
      className={clsx(
        controlStyle,
        "read-only:bg-sunken field-sizing-content max-h-[50vh] min-h-16 py-1.5",
        className,
      )}
    />
  );
}
