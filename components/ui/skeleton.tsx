import clsx from "clsx";

/** Holds the place of what comes, in its exact size, so that nothing jumps. Still, by intent. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block rounded-sm bg-line", className)} />;
}

/** `count` dense rows to come; `label` is what a screen reader hears meanwhile. */
export function SkeletonRows({ count, label }: { count: number; label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: count }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={row} className="flex h-row items-center gap-3 border-line border-b px-3">
          <Skeleton className="size-4" />
          <Skeleton className={row % 3 === 0 ? "h-3 w-2/5" : "h-3 w-3/5"} />
        </div>
      ))}
    </div>
  );
}
