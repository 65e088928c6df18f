"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { ClosingFields } from "@/components/sign-off/closing-fields";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { closeDeploymentAction } from "@/lib/deployment/actions";
import { useErrorText } from "@/lib/i18n/use-error-text";
import type { Closing } from "@/lib/sign-off/rules";

/** Closes a deployment whose document has no sign-off block. */
export default function CloseDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.closing");
  const errorText = useErrorText();
  const { id: deploymentId } = useDeployment();
  const close = useCommand(closeDeploymentAction);
  const [closing, setClosing] = useState<Closing | null>(null);
  const ready = closing !== null && (closing.outcome === "success" || closing.notes.trim() !== "");
  const submit = async () => {
    if (closing && (await close.run({ deploymentId, ...closing })).ok) onClose();
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={submit}
      title={t("title")}
      description={t("effect")}
      confirmLabel={t("do")}
      pending={close.pending}
      ready={ready}
    >
      <ClosingFields value={closing} onChange={setClosing} />
      {close.error ? (
        <Callout tone="failed" role="alert" className="mt-3">
          {errorText(close.error)}
        </Callout>
      ) : null}
    </ConfirmDialog>
  );
}
