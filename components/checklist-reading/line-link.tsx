"use client";

import { useTranslations } from "use-intl";

type LineLinkProps = { line: number; onLine?: (line: number) => void };

/** "Line 12": goes there where there is a text to go to. */
export function LineLink({ line, onLine }: LineLinkProps) {
  const t = useTranslations("reading");
  const words = t("line", { line });
  if (!onLine) return <span className="shrink-0 text-muted text-sm">{words}</span>;
  return (
    <button
      type="button"
      onClick={() => onLine(line)}
      className="min-h-6 shrink-0 self-start rounded-sm text-sm underline decoration-border underline-offset-3 hover:decoration-current"
    >
      {words}
    </button>
  );
}
