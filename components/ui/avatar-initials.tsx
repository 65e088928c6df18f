import clsx from "clsx";

/** First letters of two Latin words, or the first two of a Hangul given name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const [first = "", last = ""] = [words[0], words.length > 1 ? words.at(-1) : ""];
  if (/^[\uac00-\ud7a3]{2,}$/.test(first) && !last) return first.slice(-2);
  return `${[...first][0] ?? "?"}${[...last][0] ?? ""}`.toUpperCase();
}

/** Who is here. The full name is its text for a screen reader and its tooltip. */
export function AvatarInitials({ name, className }: { name: string; className?: string }) {
  return (
    <span
      title={name}
      className={clsx(
        "inline-grid size-6 shrink-0 select-none place-items-center rounded-full border border-border bg-sheet font-medium text-muted text-xs",
        className,
      )}
    >
      <span aria-hidden>{initials(name)}</span>
      <span className="sr-only">{name}</span>
    </span>
  );
}
