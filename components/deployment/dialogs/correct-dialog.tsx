"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { MaterialNote } from "@/components/deployment/dialogs/material-note";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { Checklist, ChecklistItem } from "@/lib/checklist/schema";
import { correctItemAction } from "@/lib/deployment/actions";
import { useErrorText } from "@/lib/i18n/use-error-text";

function written(document: Checklist, key: string): ChecklistItem | null {
  const find = (items: readonly ChecklistItem[]): ChecklistItem | null => {
    for (const item of items) {
      const found = item.key === key ? item : find(item.children);
      if (found) return found;
    }
    return null;
  };
  for (const { sections } of document.stages) {
    for (const section of sections) {
      const found = find(section.items);
      if (found) return found;
    }
  }
  return null;
}

/** Corrects the text or the command of an item for this run; the template stays as it is. */
export default function CorrectDialog({
  itemKey,
  onClose,
}: {
  itemKey: string;
  onClose: () => void;
}) {
  const t = useTranslations("item.correct");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id, plan, document, state } = useDeployment();
  const { run, pending, error } = useCommand(correctItemAction);
  const item = plan.items[itemKey];
  const base = written(document, itemKey);
  const original = {
    label: base?.label ?? state.items[itemKey]?.added?.label ?? "",
    command: base?.command?.attached
      ? base.command.text
      : (state.items[itemKey]?.added?.command ?? ""),
  };
  const [label, setLabel] = useState(item?.label ?? "");
  const [command, setCommand] = useState(item?.command?.text ?? "");
  const changed = label !== item?.label || command !== (item.command?.text ?? "");
  const save = async () => {
    const answer = await run({
      deploymentId: id,
      itemKey,
      label: label.trim() === original.label ? null : label,
      command: command === original.command ? null : command,
    });
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      open
      held={changed}
      size="lg"
      onClose={onClose}
      title={t("title")}
      description={t("hint")}
      footer={
        <>
          {item?.corrected ? (
            <Button
              className="mr-auto"
              onClick={() => {
                setLabel(original.label);
                setCommand(original.command);
              }}
            >
              {t("asWritten")}
            </Button>
          ) : null}
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button
            variant="primary"
            pending={pending}
            disabled={!changed || label.trim() === ""}
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
        <MaterialNote itemKey={itemKey} />
        <Field label={t("label")}>
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("command")} hint={t("commandHint")}>
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
      </div>
    </Dialog>
  );
}
