"use client";

import { useTranslations } from "use-intl";
import { ProseDialog } from "@/components/deployment/dialogs/prose-dialog";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import {
  cancelDeploymentAction,
  declareIssueAction,
  endIssueAction,
} from "@/lib/deployment/actions";

export type Step = "declare_issue" | "end_issue" | "cancel";

/** Steps of the whole deployment that take a few words. */
export default function StepDialog({ step, onClose }: { step: Step; onClose: () => void }) {
  const t = useTranslations(`deployment.step.${step}`);
  const { id: deploymentId } = useDeployment();
  const declare = useCommand(declareIssueAction);
  const end = useCommand(endIssueAction);
  const cancel = useCommand(cancelDeploymentAction);
  const { pending, error } = { declare_issue: declare, end_issue: end, cancel }[step];
  const send = (text: string) => {
    if (step === "declare_issue") return declare.run({ deploymentId, what: text });
    if (step === "end_issue") return end.run({ deploymentId, note: text });
    return cancel.run({ deploymentId, reason: text });
  };
  return (
    <ProseDialog
      title={t("title")}
      description={t("effect")}
      label={t("label")}
      confirmLabel={t("do")}
      variant={step === "end_issue" ? "primary" : "danger"}
      pending={pending}
      error={error}
      send={send}
      onClose={onClose}
    />
  );
}
