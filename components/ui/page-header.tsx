import type { ReactNode } from "react";

type PageHeaderProps = {
  title: ReactNode;
  /** What stands above the title, small: a way back or a kind. */
  above?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, above, children, actions }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {above ? <div className="mb-1 text-muted text-sm">{above}</div> : null}
        <h1 className="text-balance font-semibold text-2xl tracking-tight">{title}</h1>
        {children ? <div className="mt-1 text-muted">{children}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
