import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";

/** A link within text, underlined so that colour need not tell it. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={clsx(
        "rounded-sm underline decoration-border underline-offset-3 hover:decoration-current",
        className,
      )}
    />
  );
}
