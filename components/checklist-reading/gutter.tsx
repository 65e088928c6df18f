import clsx from "clsx";

type GutterProps = {
  lines: number;
  marked: ReadonlySet<number>;
  /** Scroll position and size of the text beside it, in pixels. */
  top: number;
  height: number;
  lineHeight: number;
};

/** Line numbers of what is in view alone: 20,000 lines cost no more than forty. */
export function Gutter({ lines, marked, top, height, lineHeight }: GutterProps) {
  const first = Math.max(1, Math.floor(top / lineHeight) - 4);
  const last = Math.min(lines, first + Math.ceil(height / lineHeight) + 12);
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return (
    <div
      aria-hidden
      className="shrink-0 select-none overflow-hidden border-line border-r bg-sunken py-2 text-right font-mono text-faint text-sm leading-5"
      style={{ width: `${Math.max(3, String(lines).length) + 2.5}ch` }}
    >
      <div style={{ transform: `translateY(${(first - 1) * lineHeight - top}px)` }}>
        {shown.map((line) => (
          <div
            key={line}
            className={clsx(
              "h-5 border-l-3 pr-1.5",
              marked.has(line)
                ? "border-l-attention bg-attention-soft font-semibold text-attention"
                : "border-l-transparent",
            )}
          >
            {line}
          </div>
        ))}
      </div>
    </div>
  );
}
