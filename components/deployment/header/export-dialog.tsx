"use client";

import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useRecord } from "@/components/deployment/header/use-record";
import { useDeployment } from "@/components/deployment/store";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { recordFormats } from "@/lib/dossier/inputs";
import { useErrorText } from "@/lib/i18n/use-error-text";

const formats = [...recordFormats, "markdown"] as const;
type Format = (typeof formats)[number];

/** In which form the deployment leaves the product, and what each is for. */
export default function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deployment.export");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const locale = useLocale();
  const { id } = useDeployment();
  const record = useRecord();
  const [format, setFormat] = useState<Format>("pdf");
  const [contacts, setContacts] = useState(false);
  const [names, setNames] = useState(true);
  const submit = async () => {
    if (format === "markdown") {
      window.location.assign(`/api/deployments/${id}/export`);
      return onClose();
    }
    if (await record.make({ format, locale, contacts, names })) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("title")}
      description={t("effect")}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" pending={record.pending} onClick={() => void submit()}>
            {t("do")}
          </Button>
        </>
      }
    >
      <fieldset className="grid gap-1">
        <legend className="sr-only">{t("format")}</legend>
        {formats.map((one) => (
          <label key={one} className="flex min-h-8 items-start gap-2 py-1">
            <input
              type="radio"
              name="format"
              value={one}
              checked={format === one}
              onChange={() => setFormat(one)}
              className="mt-0.5 size-4 shrink-0 accent-ink"
            />
            <span>
              {t(`${one}.name`)}
              <span className="block text-muted text-sm">{t(`${one}.hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {format === "markdown" ? null : (
        <div className="mt-2 border-line border-t pt-2">
          <Choice label={t("names")} checked={names} onChange={setNames} />
          {format === "items-csv" ? null : (
            <Choice label={t("contacts")} checked={contacts} onChange={setContacts} />
          )}
        </div>
      )}
      {record.error ? (
        <Callout tone="failed" role="alert" className="mt-3">
          {record.error === "not_made" ? t("notMade") : errorText(record.error)}
        </Callout>
      ) : null}
    </Dialog>
  );
}

type ChoiceProps = { label: string; checked: boolean; onChange: (checked: boolean) => void };

const Choice = ({ label, checked, onChange }: ChoiceProps) => (
  <label className="flex items-center gap-2">
    <Checkbox checked={checked} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
);
