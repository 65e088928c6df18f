"use client";

import { useTranslations } from "use-intl";
import { Prose } from "@/components/deployment/items/prose";
import { useDeployment } from "@/components/deployment/store";
import { titleText } from "@/lib/checklist/title-text";

/** Text of the document that is neither an item nor about one: nothing of it is dropped. */
export function OtherTexts() {
  const t = useTranslations("deployment");
  const { texts } = useDeployment().document;
  if (texts.length === 0) return null;
  return (
    <details>
      <summary className="text-muted">{t("otherTexts", { n: texts.length })}</summary>
      <div className="mt-2 grid gap-3">
        {texts.map((block) => (
          <section key={block.line}>
            {block.title ? <h3 className="font-medium">{titleText(block.title)}</h3> : null}
            <Prose text={block.text} className="text-muted" />
          </section>
        ))}
      </div>
    </details>
  );
}
