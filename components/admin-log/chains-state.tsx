"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { Callout } from "@/components/ui/callout";
import { Mark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import type { AdminChains, AnchorState } from "@/lib/installation/schema";

/** Whether these logs are what was written: their chains were recomputed for this page. */
export function ChainsState({ chains: { logs, events, faults } }: { chains: AdminChains }) {
  const t = useTranslations("adminLog");
  if (faults.length === 0)
    return <Mark icon={ShieldCheck} tone="settled" word={t("verified", { logs, events })} />;
  return faults.map(({ stream, name, number, code }) => (
    <Callout
      key={`${stream}:${name}`}
      tone="failed"
      role="alert"
      className="mb-2"
      title={t("fault", { stream: t(`stream.${stream}`), name, number, code })}
    >
      {t("what")}
    </Callout>
  ));
}

const places = ["file", "webhook", "mail"] as const;

/** How it goes with the places outside of the database; nothing where there is none. */
export function AnchorStates({ anchors }: { anchors: readonly AnchorState[] }) {
  const t = useTranslations("adminLog.anchor");
  if (anchors.length === 0) return null;
  return (
    <section aria-label={t("label")} className="mb-4 space-y-2">
      {anchors.map(({ target, doneAt, tries, failure }) => {
        const place = t(places.find((known) => known === target) ?? "file");
        const done = doneAt ? (
          <p className="text-muted text-sm">
            {t("done", { target: place })} <Time iso={doneAt} show="stamp" />
          </p>
        ) : null;
        if (failure === null) return <div key={target}>{done}</div>;
        return (
          <Callout
            key={target}
            tone="attention"
            role="status"
            title={t("failed", { target: place })}
          >
            <p className="[overflow-wrap:anywhere]">{t("tries", { tries, failure })}</p>
            {done}
          </Callout>
        );
      })}
    </section>
  );
}
