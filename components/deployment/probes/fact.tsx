import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";

type FactProps = {
  name: string;
  children: ReactNode;
  /** What its button copies; none: no button. */
  copy?: string;
};

/** One line of evidence, inside a `dl`: its name, what was seen, and a way to take it along. */
export function Fact({ name, children, copy }: FactProps) {
  return (
    <div className="grid gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 items-start gap-1 [overflow-wrap:anywhere]">
        <div className="min-w-0 flex-1">{children}</div>
        {copy === undefined ? null : <CopyButton text={copy} label={name} className="-my-0.5" />}
      </dd>
    </div>
  );
}

/** A part of the evidence that few need: closed until it is asked for. */
export function More({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <details className="group/more">
      <summary className="rounded-sm py-0.5 text-muted hover:text-ink">{title}</summary>
      <div className="grid gap-1 pt-1 pb-2 pl-4">{children}</div>
    </details>
  );
}
