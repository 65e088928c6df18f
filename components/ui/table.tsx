import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

type TableProps = { caption: string; children: ReactNode; className?: string };

/**
 * Dense rows with hairlines. On a narrow screen the table itself scrolls, not the page; the scrolled
 * region takes the focus so that the keyboard can scroll it too.
 */
export function Table({ caption, children, className }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key
    <section aria-label={caption} tabIndex={0} className="focus-inset overflow-x-auto rounded-md">
      <table className={clsx("w-full border-collapse text-left", className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

export function Th({ className, scope = "col", ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope={scope}
      {...rest}
      className={clsx(
        "h-8 whitespace-nowrap border-border border-b px-3 font-medium text-muted text-sm",
        className,
      )}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={clsx("hover:bg-hover", className)} />;
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td {...rest} className={clsx("h-row border-line border-b px-3 py-1.5", className)} />;
}
