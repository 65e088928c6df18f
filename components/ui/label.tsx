import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

type LabelProps = ComponentProps<"label"> & { htmlFor: string; children: ReactNode };

export function Label({ className, htmlFor, children, ...rest }: LabelProps) {
  return (
    <label {...rest} htmlFor={htmlFor} className={clsx("block font-medium", className)}>
      {children}
    </label>
  );
}
