"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import { partMarks } from "@/components/deployment/nav/part-marks";
import { sectionAnchor, stageAnchor, useOutline } from "@/components/deployment/nav/use-outline";
import { useReading } from "@/components/deployment/nav/use-reading";
import { toneText } from "@/components/ui/tone";
import { titleText } from "@/lib/checklist/title-text";
import type { PartStatus, SectionOutline, StageOutline } from "@/lib/deployment/outline";

/** The document's table of contents, with what is done in each part. */
export function StageNav() {
  const t = useTranslations("deployment");
  const outline = useOutline();
  const reading = useReading();
  return (
    <nav
      aria-label={t("contents")}
      className="sticky top-[calc(var(--spacing-bar)+0.5rem)] max-h-[calc(100dvh-4.5rem)] overflow-y-auto overscroll-contain pb-4"
    >
      <ol className="grid gap-2">
        {outline.map((stage) => (
          <Stage key={stage.key} stage={stage} reading={reading} />
        ))}
      </ol>
    </nav>
  );
}

function Stage({ stage, reading }: { stage: StageOutline; reading: string | null }) {
  const t = useTranslations("deployment");
  return (
    <li>
      <a
        href={`#${encodeURIComponent(stageAnchor(stage.key))}`}
        aria-current={stage.current ? "step" : undefined}
        className="focus-inset flex items-start gap-1.5 rounded-md px-1.5 py-1 font-medium hover:bg-hover"
      >
        <StatusIcon status={stage.status} />
        <span className="min-w-0 flex-1">
          {titleText(stage.title) || t("wholeDocument")}{" "}
          {stage.current ? (
            <span className="ml-0.5 whitespace-nowrap rounded-sm bg-ink px-1 text-sheet text-xs">
              {t("now")}
            </span>
          ) : null}
        </span>
        <Figures part={stage} />
      </a>
      <ol className="ml-3 border-line border-l">
        {stage.sections.map((section) =>
          section.title === "" || section.title === stage.title ? null : (
            <li key={section.key}>
              <a
                href={`#${encodeURIComponent(sectionAnchor(section.key))}`}
                aria-current={reading === section.key ? "location" : undefined}
                className={clsx(
                  "focus-inset -ml-px flex min-h-6 items-start gap-1.5 border-l-2 py-0.5 pr-1.5 pl-2.5 text-sm hover:bg-hover",
                  reading === section.key
                    ? "border-ink text-ink"
                    : "border-transparent text-muted hover:text-ink",
                )}
              >
                <StatusIcon status={section.status} small />
                <span className="min-w-0 flex-1">{titleText(section.title)}</span>
                <Figures part={section} />
              </a>
            </li>
          ),
        )}
      </ol>
    </li>
  );
}

function StatusIcon({ status, small = false }: { status: PartStatus; small?: boolean }) {
  const t = useTranslations("deployment.part");
  const { icon: Icon, tone } = partMarks[status];
  return (
    <span title={t(status)} className={clsx("mt-0.5 shrink-0", toneText[tone])}>
      <Icon aria-hidden className={small ? "size-3.5" : "size-4"} />
      <span className="sr-only">{t(status)}</span>
    </span>
  );
}

function Figures({ part }: { part: SectionOutline | StageOutline }) {
  const t = useTranslations("deployment");
  if (part.required === 0) return null;
  const { settled, required } = part;
  return (
    <span className="shrink-0 text-muted text-xs leading-5 tabular-nums">
      <span aria-hidden>{`${settled}/${required}`}</span>
      <span className="sr-only">{t("settledOf", { settled, required })}</span>
    </span>
  );
}
