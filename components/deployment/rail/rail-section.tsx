"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

type RailSectionProps = {
  id: string;
  title: string;
  /** What to say when there is nothing; null when there is something. */
  empty: string | null;
  edit: { label: string; run: () => void } | null;
  children: ReactNode;
};

/** A titled part of the rail, with its edit button. */
export function RailSection({ id, title, empty, edit, children }: RailSectionProps) {
  return (
    <section aria-labelledby={`${id}-title`}>
      <div className="flex min-h-8 items-center justify-between">
        <h2 id={`${id}-title`} className="font-semibold">
          {title}
        </h2>
        {edit ? (
          <Button variant="quiet" size="sm" onClick={edit.run}>
            {edit.label}
          </Button>
        ) : null}
      </div>
      {empty ? <p className="text-muted text-sm">{empty}</p> : null}
      {children}
    </section>
  );
}
