"use client";

import { useTranslations } from "use-intl";
import { RowsDialog } from "@/components/deployment/rail/rows-dialog";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { changeContactsAction } from "@/lib/deployment/actions";

/** Edits whom to call on this deployment. */
export default function ContactsDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.contacts");
  const { id: deploymentId, state } = useDeployment();
  const change = useCommand(changeContactsAction);
  return (
    <RowsDialog
      title={t("edit")}
      addLabel={t("add")}
      columns={[
        { key: "role", label: t("role"), required: true },
        { key: "name", label: t("name"), required: false },
        { key: "contact", label: t("contact"), required: false },
        { key: "escalation", label: t("escalation"), required: false },
      ]}
      rows={state.contacts}
      pending={change.pending}
      error={change.error}
      save={(contacts) => change.run({ deploymentId, contacts })}
      onClose={onClose}
    />
  );
}
