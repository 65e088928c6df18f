import type { ReactNode } from "react";

type EmptyStateProps = { title: ReactNode; children?: ReactNode; action?: ReactNode };

/** Says what would be here and how to get it here. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-line border-dashed px-4 py-10 text-center">
      <p className="font-medium text-lg">{title}</p>
      {children ? <div className="max-w-prose text-muted">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}
