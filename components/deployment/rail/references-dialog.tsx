"use client";

import { useTranslations } from "use-intl";
import { RowsDialog } from "@/components/deployment/rail/rows-dialog";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { changeReferencesAction } from "@/lib/deployment/actions";
import { isReferenceUrl } from "@/lib/deployment/reference-url";

/** Edits what to look up on this deployment. */
export default function ReferencesDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.references");
  const { id: deploymentId, state } = useDeployment();
  const change = useCommand(changeReferencesAction);
  return (
    <RowsDialog
      title={t("edit")}
      addLabel={t("add")}
      columns={[
        { key: "label", label: t("label"), required: true },
        {
          ...{ key: "url", label: t("url"), required: true },
          wrong: (url) => (isReferenceUrl(url) ? null : t("wrongUrl")),
        },
      ]}
      rows={state.references}
      pending={change.pending}
      error={change.error}
      save={(references) => change.run({ deploymentId, references })}
      onClose={onClose}
    />
  );
}
