"use client";

import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { Callout } from "@/components/ui/callout";
import { Mark } from "@/components/ui/state-mark";
import { Time } from "@/components/ui/time";
import { overMarks } from "@/components/verdict/over-marks";

/** How it ended, when and by whom, with the notes that were signed. */
export default function Outcome({ over }: { over: "closed" | "cancelled" }) {
  const t = useTranslations("verdict");
  const { state, nameOf } = useDeployment();
  const word = over === "cancelled" ? "cancelled" : (state.outcome ?? "failed");
  const at = state.cancelled?.at ?? state.closedAt;
  const notes = state.cancelled?.reason ?? state.closing?.notes;
  return (
    <>
      <Mark {...overMarks[word]} word={t(`outcome.${word}`)} size="xl" />
      <p className="mt-1 text-muted text-sm">
        {state.cancelled ? `${t("by", { name: nameOf(state.cancelled.byId) })} ` : null}
        {at ? <Time iso={at} /> : null}
      </p>
      {notes ? <Callout className="mt-2 whitespace-pre-wrap">{notes}</Callout> : null}
    </>
  );
}
