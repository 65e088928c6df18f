"use client";

import { useLocale, useTranslations } from "use-intl";
import { ProseDialog } from "@/components/deployment/dialogs/prose-dialog";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { refuseAction, withdrawAction } from "@/lib/sign-off/actions";

type AnswerProps = { step: "refuse" | "withdraw"; signOffKey: string; onClose: () => void };

/** Refuses, or takes an answer back: both with a reason, kept for good. */
export default function AnswerDialog({ step, signOffKey, onClose }: AnswerProps) {
  const t = useTranslations("signOff");
  const locale = useLocale() === "ko" ? "ko" : "en";
  const { id: deploymentId, state } = useDeployment();
  const refuse = useCommand(refuseAction);
  const withdraw = useCommand(withdrawAction);
  const { pending, error } = step === "refuse" ? refuse : withdraw;
  const send = (reason: string) =>
    step === "refuse"
      ? refuse.run({ deploymentId, signOffKey, reason, locale })
      : withdraw.run({ deploymentId, signOffKey, reason });
  return (
    <ProseDialog
      title={t(`${step}Title`)}
      description={`${state.signOffs[signOffKey]?.label ?? ""}. ${t(`${step}Effect`)}`}
      label={t("reason")}
      confirmLabel={t(`${step}Do`)}
      variant={step === "refuse" ? "danger" : "primary"}
      pending={pending}
      error={error}
      send={send}
      onClose={onClose}
    />
  );
}
