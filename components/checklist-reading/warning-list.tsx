"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { LineLink } from "@/components/checklist-reading/line-link";
import type { Warning } from "@/lib/checklist/schema";
import type { Messages } from "@/messages";

type WarningKey = keyof Messages["reading"]["warnings"];

const most = 100;

/** The wording of a warning; a code that is newer than these texts keeps its English message. */
export function useWarningText(): (warning: Warning) => string {
  const t = useTranslations("reading.warnings");
  return (warning) => {
    const key = warning.code as WarningKey;
    if (!t.has(key)) return warning.message;
    const detail = /\(([^()]*)\)$/.exec(warning.message)?.[1];
    return detail ? `${t(key)} (${detail})` : t(key);
  };
}

type WarningListProps = { warnings: Warning[]; onLine?: (line: number) => void };

export function WarningList({ warnings, onLine }: WarningListProps) {
  const t = useTranslations("reading");
  const words = useWarningText();
  if (warnings.length === 0) return null;
  return (
    <details open className="rounded-md border-l-3 border-l-attention bg-attention-soft">
      <summary className="flex items-center gap-2 px-3 py-2 font-medium">
        <TriangleAlert aria-hidden className="size-4 text-attention" />
        {t("warningCount", { n: warnings.length })}
      </summary>
      <ul className="max-h-72 overflow-y-auto pb-2">
        {warnings.slice(0, most).map((warning, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line can have several of one kind
          <li key={`${at} ${warning.line}`} className="flex gap-2 px-3 py-0.5">
            <LineLink line={warning.line} onLine={onLine} />
            <span className="min-w-0">{words(warning)}</span>
          </li>
        ))}
      </ul>
      {warnings.length > most ? (
        <p className="px-3 pb-2 text-muted text-sm">{t("more", { n: warnings.length - most })}</p>
      ) : null}
    </details>
  );
}
