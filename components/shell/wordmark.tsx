/**
 * A sheet with its lines, and the second signature across its edge: the countersignature is the part
 * in ink-blue.
 */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path
        d="M4.75 2.75h10.5l4 4v14.5H4.75z"
        className="fill-sheet stroke-ink"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path d="M8 8h5M8 11.5h8" className="stroke-ink" strokeWidth="1.5" strokeLinecap="round" />
      <path
        d="m7.5 16.5 2.25 2.25L13 14.5M12.25 16.5l2.25 2.25 7-8.25"
        className="stroke-sign"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2">
      <Mark className="size-6 shrink-0" />
      <span className="font-semibold text-lg tracking-tight">Countersign</span>
    </span>
  );
}
