"use client";

import { useTranslations } from "use-intl";
import { Callout } from "@/components/ui/callout";
import { allowReach } from "@/lib/project/rules";

/** What the entries open, in plain words, before they are saved. */
export function ReachNote({ entries }: { entries: readonly string[] }) {
  const t = useTranslations("projects.reach");
  const reaches = entries.flatMap((entry) => allowReach(entry) ?? []);
  const wide = reaches.some((reach) => reach.kind === "everything");
  return (
    <div aria-live="polite">
      <Callout tone={wide ? "failed" : reaches.length > 0 ? "attention" : "neutral"}>
        <p className="font-medium">{t("title")}</p>
        {reaches.length === 0 ? <p>{t("none")}</p> : null}
        <ul>
          {reaches.map(({ kind, entry }) => (
            <li key={entry}>{t(kind, { entry })}</li>
          ))}
        </ul>
        {reaches.length > 0 ? <p>{t("never")}</p> : null}
      </Callout>
    </div>
  );
}
