import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlStyle } from "@/components/ui/control-style";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={clsx(controlStyle, "read-only:bg-sunken h-8", className)} />;
}
