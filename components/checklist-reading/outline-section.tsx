"use client";

import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { LineLink } from "@/components/checklist-reading/line-link";

type OutlineSectionProps = {
  title: string;
  line: number;
  count: number;
  description: string | null;
  /** How it starts. */
  open: boolean;
  onLine?: (line: number) => void;
  children: ReactNode;
};

/** One section; its items are drawn only while it is open. */
export function OutlineSection({
  title,
  line,
  count,
  description,
  open: initially,
  onLine,
  children,
}: OutlineSectionProps) {
  const t = useTranslations("reading");
  const [open, setOpen] = useState(initially);
  return (
    <div className="border-line border-t">
      <div className="flex items-baseline gap-2 py-1">
        <h4 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex w-full items-baseline gap-1 rounded-sm text-left hover:bg-hover"
          >
            <ChevronRight
              aria-hidden
              className={clsx("size-4 shrink-0 self-center", open && "rotate-90")}
            />
            <span className="min-w-0 flex-1 font-medium">{title}</span>
            <span className="shrink-0 text-muted text-sm">{t("itemCount", { n: count })}</span>
          </button>
        </h4>
        <LineLink line={line} onLine={onLine} />
      </div>
      {open ? (
        <div className="pb-2">
          {description ? (
            <p className="whitespace-pre-line px-5 pb-1 text-muted text-sm">{description}</p>
          ) : null}
          {children}
        </div>
      ) : null}
    </div>
  );
}
