"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useControl, useDeployment } from "@/components/deployment/store";

/**
 * Tells a screen reader, quietly, what others do here and what probes say. One's own steps are told where they are
 * made.
 */
export function Announcer() {
  const t = useTranslations("deployment");
  const tState = useTranslations("common.itemState");
  const tVerdict = useTranslations("common.probeVerdict");
  const { listen, current, me } = useControl();
  const { nameOf } = useDeployment();
  const [text, setText] = useState("");
  useEffect(
    () =>
      listen((events) => {
        const said = events.flatMap((event) => {
          if (event.kind === "probe.recorded") {
            const label = current().plan.items[event.subject.item]?.label ?? "";
            return [t("probeSaid", { label, verdict: tVerdict(event.after.verdict) })];
          }
          if (event.kind !== "item.changed") return [];
          if (event.actor.kind === "person" && event.actor.id === me.id) return [];
          const key = event.subject.item;
          const label = current().plan.items[key]?.label ?? key;
          const state = tState(event.after.state);
          const who = event.actor.kind === "person" ? nameOf(event.actor.id) : t("aProbe");
          return [t("othersSet", { who, label, state })];
        });
        if (said.length > 0) setText(said.slice(-3).join(" "));
      }),
    [listen, current, me.id, nameOf, t, tState, tVerdict],
  );
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
