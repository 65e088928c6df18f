"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { Callout } from "@/components/ui/callout";
import { standingOver } from "@/lib/sign-off/standing-over";

/** Which signatures a change to this item suspends; nothing when there is none. */
export function MaterialNote({ itemKey }: { itemKey: string }) {
  const t = useTranslations("item.dialog");
  const { plan, state } = useDeployment();
  const over = standingOver(plan, state, itemKey);
  if (over.length === 0) return null;
  return (
    <Callout tone="attention" title={t("suspends", { n: over.length })}>
      {over.map((signOff) => signOff.label).join(", ")}
    </Callout>
  );
}
