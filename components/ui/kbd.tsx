import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-5 rounded-sm border border-border bg-sheet px-1 text-center text-muted text-xs leading-4.5">
      {children}
    </kbd>
  );
}
