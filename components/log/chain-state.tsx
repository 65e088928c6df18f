"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { Callout } from "@/components/ui/callout";
import { Mark } from "@/components/ui/state-mark";

type ChainStateProps = {
  events: number;
  fault: { number: number; code: "gap" | "hash" | "prev" | "body" } | null;
};

/** Whether the log is what was written: its chain was recomputed for this page. */
export function ChainState({ events, fault }: ChainStateProps) {
  const t = useTranslations("log.chain");
  if (!fault) {
    return <Mark icon={ShieldCheck} tone="settled" word={t("verified", { n: events })} />;
  }
  return (
    <Callout tone="failed" role="alert" title={t("fault", { number: fault.number })}>
      {t(fault.code)} {t("what")}
    </Callout>
  );
}
