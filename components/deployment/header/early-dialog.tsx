"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ProseDialog } from "@/components/deployment/dialogs/prose-dialog";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { useFilled } from "@/components/deployment/use-filled";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { titleText } from "@/lib/checklist/title-text";
import { openEarlyAction } from "@/lib/deployment/actions";
import { openEarlyBlocker, steppedOver } from "@/lib/deployment/opening";

const namedAtMost = 8;

/** Breaking the glass: opens a stage before its time, naming what is stepped over. */
export default function EarlyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.early");
  const { id: deploymentId, plan, state } = useDeployment();
  const filled = useFilled();
  const open = useCommand(openEarlyAction);
  const units = plan.units.filter((unit) => openEarlyBlocker(state, unit) === null);
  const [unitKey, setUnitKey] = useState(units[0]?.key ?? "");
  const unit = plan.unitByKey[unitKey];
  const over = unit ? steppedOver(plan, state, unit) : [];
  return (
    <ProseDialog
      title={t("title")}
      description={t("effect")}
      label={t("label")}
      confirmLabel={t("do")}
      variant="danger"
      pending={open.pending}
      error={open.error}
      send={(reason) => open.run({ deploymentId, unitKey, reason })}
      onClose={onClose}
    >
      <Field label={t("stage")}>
        {(control) => (
          <Select {...control} value={unitKey} onChange={(event) => setUnitKey(event.target.value)}>
            {units.map(({ key, title, sectionKeys }) => (
              <option key={key} value={key}>
                {`${titleText(title)} (${t("sections", { n: sectionKeys.length })})`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {over.length > 0 ? (
        <Callout tone="attention" title={t("over", { n: over.length })}>
          <ul className="text-sm">
            {over.slice(0, namedAtMost).map(({ code, params }) => (
              <li key={`${code}/${params.item ?? params.signOff}`}>
                {filled(String(params.label))}
              </li>
            ))}
            {over.length > namedAtMost ? (
              <li>{t("more", { n: over.length - namedAtMost })}</li>
            ) : null}
          </ul>
        </Callout>
      ) : null}
    </ProseDialog>
  );
}
