"use client";

import { useTranslations } from "use-intl";
import { type ExampleKind, examples, subjectKey } from "@/lib/probe/examples";
import type { Messages } from "@/messages";

type Subject = keyof Messages["probe"]["subject"];

/** What a kind answers, and what its lines can be about. */
export function KindHelp({ kind }: { kind: ExampleKind }) {
  const t = useTranslations("probe");
  return (
    <>
      <p className="mt-1">{t(`kind.${kind}`)}</p>
      <details className="mt-1 text-sm">
        <summary className="rounded-sm text-muted hover:text-ink">{t("bind.asks")}</summary>
        <dl className="mt-1 grid gap-y-0.5 border-line border-l-2 pl-3">
          {examples[kind].subjects.map((subject) => (
            <div key={subject} className="grid gap-x-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
              <dt>
                <code>{subject}</code>
              </dt>
              <dd>{t(`subject.${subjectKey(subject) as Subject}`)}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-1 pl-3.5">{t("bind.operators")}</p>
        <p className="mt-1 pl-3.5 text-muted">{t("bind.more")}</p>
      </details>
    </>
  );
}
