"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { isOpen } from "@/lib/deployment/opening";
import { waitsFor } from "@/lib/deployment/outline";

/** Why a part of the document is not open yet and what opens it; or that it was opened before its time. */
export function WaitNote({ unitKey }: { unitKey: string }) {
  const t = useTranslations("deployment.wait");
  const { plan, state, nameOf } = useDeployment();
  const unit = plan.unitByKey[unitKey];
  if (!unit || state.cancelled) return null;
  const early = state.opened[unitKey]?.early;
  if (early) {
    return (
      <Callout tone="attention" className="mt-1.5">
        {t("early", { who: nameOf(early.byId), n: early.blockers.length, reason: early.reason })}{" "}
        <Time iso={state.opened[unitKey]?.at ?? ""} show="stamp" className="text-muted" />
      </Callout>
    );
  }
  if (isOpen(state, unit)) return null;
  const text = "mt-1 text-muted text-sm";
  if (unit.kind === "rollback") return <p className={text}>{t("rollback")}</p>;
  if (unit.kind === "follow-up") return <p className={text}>{t("followUp")}</p>;
  const owed = waitsFor(plan, state, unit);
  if (!owed) return null;
  const [items, signOffs] = [owed.itemKeys.length, owed.signOffKeys.length];
  const first = owed.itemKeys[0];
  return (
    <p className={text}>
      {t(items === 0 ? "signOffs" : signOffs === 0 ? "items" : "both", { items, signOffs })}{" "}
      {first ? (
        <a
          href={`#${encodeURIComponent(`item-${first}`)}`}
          className="rounded-sm underline decoration-border underline-offset-3 hover:decoration-current"
        >
          {t("first")}
        </a>
      ) : null}
    </p>
  );
}
