"use client";

import { useTranslations } from "use-intl";
import { useControl } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { unbindProbeAction } from "@/lib/probe/actions";

type RemoveProps = { probeId: string; onClose: () => void; onDone: () => void };

/** Asks before a probe is taken from its item, and says what stays. */
export function RemoveProbe({ probeId, onClose, onDone }: RemoveProps) {
  const t = useTranslations("probe.runs");
  const errorText = useErrorText();
  const { id } = useControl();
  const { run, pending, error } = useCommand(unbindProbeAction);
  const remove = async () => {
    const answer = await run({ deploymentId: id, probeId });
    if (answer.ok) onDone();
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={() => void remove()}
      title={t("removeTitle")}
      description={t("removeBody")}
      confirmLabel={t("remove")}
      pending={pending}
    >
      {error ? (
        <Callout tone="failed" role="alert">
          {errorText(error)}
        </Callout>
      ) : null}
    </ConfirmDialog>
  );
}
