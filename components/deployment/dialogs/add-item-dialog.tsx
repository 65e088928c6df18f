"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { addItemAction } from "@/lib/deployment/actions";
import { useErrorText } from "@/lib/i18n/use-error-text";

/** Adds an item at the end of a section, for this run alone. */
export default function AddItemDialog({
  sectionKey,
  onClose,
}: {
  sectionKey: string;
  onClose: () => void;
}) {
  const t = useTranslations("item.add");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id, document } = useDeployment();
  const { run, pending, error } = useCommand(addItemAction);
  const [label, setLabel] = useState("");
  const [command, setCommand] = useState("");
  const [required, setRequired] = useState(true);
  const title = document.stages
    .flatMap((stage) => stage.sections)
    .find((section) => section.key === sectionKey)?.title;
  const save = async () => {
    const answer = await run({
      deploymentId: id,
      sectionKey,
      label,
      required,
      command: command.trim() === "" ? null : command,
    });
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      open
      held={label !== "" || command !== ""}
      onClose={onClose}
      title={t("title")}
      description={title ? t("into", { section: title }) : null}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button
            variant="primary"
            pending={pending}
            disabled={label.trim() === ""}
            onClick={() => void save()}
          >
            {t("do")}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {error ? (
          <Callout tone="failed" role="alert">
            {errorText(error)}
          </Callout>
        ) : null}
        <p className="text-muted">{t("hint")}</p>
        <Field label={t("label")} mark="required">
          {(control) => (
            <Input
              {...control}
              data-autofocus=""
              maxLength={500}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("command")} mark="optional">
          {(control) => (
            <Textarea
              {...control}
              maxLength={20_000}
              spellCheck={false}
              className="font-mono [font-variant-ligatures:none]"
              value={command}
              onChange={(event) => setCommand(event.target.value)}
            />
          )}
        </Field>
        <label className="flex items-center gap-2">
          <Checkbox checked={required} onChange={(event) => setRequired(event.target.checked)} />
          {t("required")}
        </label>
      </div>
    </Dialog>
  );
}
