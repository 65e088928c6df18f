"use client";

import { useTranslations } from "use-intl";
import type { Checklist, ChecklistCounts } from "@/lib/checklist/schema";

/** "6 stages, 20 sections, 111 items (109 required), 5 sign-offs, …": what is not there is not named. */
export function useCountsText(): (counts: ChecklistCounts) => string {
  const t = useTranslations("reading.counts");
  return (counts) => {
    const { stages, sections, items, required, commands, probes } = counts;
    const { teamSignOffs, finalSignOff, contacts, references } = counts;
    return [
      t("stages", { n: stages }),
      t("sections", { n: sections }),
      t("items", { n: items, required }),
      teamSignOffs > 0 ? t("signOffs", { n: teamSignOffs }) : "",
      finalSignOff > 0 ? t("final") : "",
      commands > 0 ? t("commands", { n: commands }) : "",
      probes > 0 ? t("probes", { n: probes }) : "",
      contacts > 0 ? t("contacts", { n: contacts }) : "",
      references > 0 ? t("references", { n: references }) : "",
    ]
      .filter((part) => part !== "")
      .join(t("comma"));
  };
}

export function ReadingCounts({ checklist }: { checklist: Checklist }) {
  const t = useTranslations("reading");
  const counts = useCountsText();
  return (
    <div className="grid gap-2">
      {checklist.title ? <p className="font-medium text-lg">{checklist.title}</p> : null}
      <p>{counts(checklist.counts)}</p>
      {checklist.fields.length > 0 ? (
        <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-0.5 text-sm">
          {checklist.fields.map((field) => (
            <div key={`${field.line} ${field.key}`} className="contents">
              <dt className="text-muted">{field.label}</dt>
              <dd className="min-w-0 break-words">
                {field.value || <span className="text-faint">{t("blank")}</span>}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
