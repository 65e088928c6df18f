"use client";

import { PenLine } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { LineLink } from "@/components/checklist-reading/line-link";
import { OutlineItems } from "@/components/checklist-reading/outline-items";
import { OutlineSection } from "@/components/checklist-reading/outline-section";
import { Badge } from "@/components/ui/badge";
import type { Checklist } from "@/lib/checklist/schema";

type ChecklistOutlineProps = { checklist: Checklist; onLine?: (line: number) => void };

/** Above this, sections start closed: what is not open is not drawn. */
const openUpTo = 300;

/** A whole checklist as it was read. */
export const ChecklistOutline = memo(function ChecklistOutline({
  checklist,
  onLine,
}: ChecklistOutlineProps) {
  const t = useTranslations("reading");
  const small = checklist.counts.items <= openUpTo;
  const signOffs = new Map(checklist.signOffs.map((signOff) => [signOff.key, signOff]));
  return (
    <div className="grid gap-4">
      {checklist.stages.map((stage) => (
        <section key={stage.key} aria-label={stage.title || t("noStage")}>
          <h3 className="mb-1 flex items-center gap-2 font-semibold">
            <span className="min-w-0">{stage.title || t("noStage")}</span>
            <Badge>{t(`kind.${stage.kind}`)}</Badge>
          </h3>
          {stage.sections.map((section) => (
            <OutlineSection
              key={section.key}
              title={section.title === stage.title ? t("itself") : section.title || t("itself")}
              line={section.line}
              count={section.items.length}
              description={section.description}
              open={small}
              onLine={onLine}
            >
              <OutlineItems items={section.items} onLine={onLine} />
              {section.signOffs.map((key) => {
                const signOff = signOffs.get(key);
                return signOff ? (
                  <p key={key} className="flex items-baseline gap-2 px-3 py-1 text-sign">
                    <PenLine aria-hidden className="size-4 shrink-0 self-center" />
                    <span className="min-w-0 flex-1">{t("signOff", { team: signOff.team })}</span>
                    <LineLink line={signOff.line} onLine={onLine} />
                  </p>
                ) : null;
              })}
            </OutlineSection>
          ))}
        </section>
      ))}
      <Rest checklist={checklist} onLine={onLine} />
    </div>
  );
});

function Rest({ checklist, onLine }: ChecklistOutlineProps) {
  const t = useTranslations("reading");
  const { finalSignOff, contacts, references } = checklist;
  return (
    <>
      {finalSignOff ? (
        <p className="flex items-baseline gap-2 text-sign">
          <PenLine aria-hidden className="size-4 shrink-0 self-center" />
          <span className="min-w-0 flex-1">
            {t("finalSignOff", {
              choices: finalSignOff.choices.map((one) => one.label).join(", "),
            })}
          </span>
          <LineLink line={finalSignOff.line} onLine={onLine} />
        </p>
      ) : null}
      {contacts.length > 0 ? (
        <section aria-label={t("contacts")}>
          <h3 className="mb-1 font-semibold">{t("contacts")}</h3>
          <ul className="text-sm">
            {contacts.map((contact) => (
              <li key={contact.line} className="flex gap-2 py-0.5">
                <span className="min-w-0 flex-1">
                  {contact.role}: {contact.name || <span className="text-faint">{t("blank")}</span>}
                </span>
                <LineLink line={contact.line} onLine={onLine} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {references.length > 0 ? (
        <section aria-label={t("references")}>
          <h3 className="mb-1 font-semibold">{t("references")}</h3>
          <ul className="text-sm">
            {references.map((reference) => (
              <li key={`${reference.line} ${reference.url}`} className="flex gap-2 py-0.5">
                <span className="min-w-0 flex-1">
                  {reference.label} <span className="text-muted">{reference.url}</span>
                </span>
                <LineLink line={reference.line} onLine={onLine} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
