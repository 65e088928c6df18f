"use client";

import { useTranslations } from "use-intl";
import { sectionAnchor, stageAnchor, useOutline } from "@/components/deployment/nav/use-outline";
import { useReading } from "@/components/deployment/nav/use-reading";
import { Select } from "@/components/ui/select";
import { titleText } from "@/lib/checklist/title-text";

/** On a phone: the table of contents as the browser's own list. */
export function StageSelect() {
  const t = useTranslations("deployment");
  const outline = useOutline();
  const reading = useReading();
  const goTo = (anchor: string) => document.getElementById(anchor)?.scrollIntoView();
  return (
    <div className="min-w-0 flex-1 basis-40 xl:hidden">
      <Select
        aria-label={t("goTo")}
        value={reading === null ? "" : sectionAnchor(reading)}
        onChange={(event) => goTo(event.target.value)}
      >
        {reading === null ? <option value="">{t("goTo")}</option> : null}
        {outline.map((stage) => (
          <optgroup
            key={stage.key}
            label={`${titleText(stage.title) || t("wholeDocument")} · ${t(`part.${stage.status}`)}`}
          >
            {stage.sections.length === 0 ? (
              <option value={stageAnchor(stage.key)}>{titleText(stage.title)}</option>
            ) : null}
            {stage.sections.map((section) => (
              <option key={section.key} value={sectionAnchor(section.key)}>
                {`${titleText(section.title || stage.title)} (${section.settled}/${section.required})`}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
    </div>
  );
}
