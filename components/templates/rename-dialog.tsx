"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { splitError, useAct } from "@/components/auth/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { renameTemplateAction } from "@/lib/template/actions";

type RenameDialogProps = { id: string; name: string; onClose: () => void };

export function RenameDialog({ id, name: before, onClose }: RenameDialogProps) {
  const t = useTranslations("templates");
  const text = useErrorText();
  const form = useId();
  const act = useAct(renameTemplateAction);
  const [name, setName] = useState(before);
  const errors = splitError(act.error, ["name"], { invalid: () => t("nameInvalid"), text });
  return (
    <Dialog
      open
      onClose={onClose}
      held={name !== before}
      title={t("rename.title")}
      size="sm"
      footer={
        <Button type="submit" form={form} variant="primary" pending={act.pending}>
          {t("rename.button")}
        </Button>
      }
    >
      <form
        id={form}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          act.run({ templateId: id, name }, onClose);
        }}
      >
        {errors.form ? (
          <p role="alert" className="text-failed">
            {errors.form}
          </p>
        ) : null}
        <Field label={t("name")} error={errors.of("name")}>
          {(control) => (
            <Input
              {...control}
              data-autofocus
              value={name}
              maxLength={120}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
