import { type ReactNode, useId } from "react";

/** One part of a person's page. */
export function PersonSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-sheet p-4">
      <h2 id={id} className="mb-2 font-semibold text-lg">
        {title}
      </h2>
      {children}
    </section>
  );
}
