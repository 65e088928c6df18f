"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Callout } from "@/components/ui/callout";
import { type AllowedEntry, describeAllow } from "@/lib/probe/describe-allow";

/** What the entries open, in plain words, while they are written. */
export function ReachNote({ text }: { text: string }) {
  const t = useTranslations("projects.reach");
  const lines = text.split("\n").map((line) => line.trim());
  const { entries, unknown } = describeAllow([...new Set(lines)].filter(Boolean));
  const opening = entries.some(({ opens }) => opens.length > 0);
  const wide = entries.some(({ everything }) => everything);
  return (
    <div aria-live="polite">
      <Callout tone={wide ? "failed" : opening || unknown.length > 0 ? "attention" : "neutral"}>
        <p className="font-medium">{t("title")}</p>
        {opening ? null : <p>{t("none")}</p>}
        <ul>
          {entries.map((entry) => (
            <Entry key={entry.entry} {...entry} />
          ))}
          {unknown.map((entry) => (
            <li key={entry}>{t("unknown", { entry })}</li>
          ))}
        </ul>
        {opening ? <p>{t("who")}</p> : null}
        {entries.length > 0 ? <p>{t("never")}</p> : null}
      </Callout>
    </div>
  );
}

/** Larger numbers say more as a power of two. */
const longestPower = 32;

function Entry({ entry, power, opens, closed, everything }: AllowedEntry) {
  const t = useTranslations("projects.reach");
  const format = useFormatter();
  const size =
    power <= longestPower
      ? t("count", { count: 2 ** power })
      : t("power", { power: String(power) });
  const ranges = format.list(opens.map((name) => t(`range.${name}`)));
  return (
    <li>
      {opens.length > 0 ? t("opens", { entry, size, ranges }) : t("public", { entry, size })}{" "}
      {everything ? t("everything") : null}{" "}
      {closed.length > 0 ? t("closed", { addresses: format.list(closed) }) : null}
    </li>
  );
}
