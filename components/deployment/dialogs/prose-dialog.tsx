"use client";

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-style";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { WordedError } from "@/lib/i18n/error-text";
import { useErrorText } from "@/lib/i18n/use-error-text";

type ProseDialogProps = {
  title: string;
  /** What the step does, in full. */
  description: ReactNode;
  label: string;
  confirmLabel: string;
  variant?: ButtonVariant;
  pending: boolean;
  error: WordedError | null;
  send: (text: string) => Promise<Answer<unknown>>;
  onClose: () => void;
  /** Whether the step needs no words. */
  optional?: boolean;
  children?: ReactNode;
};

/** A step that takes a few words, kept for good. Closes when it has worked; else says why beside the words. */
export function ProseDialog({
  title,
  description,
  label,
  confirmLabel,
  variant = "primary",
  pending,
  error,
  send,
  onClose,
  optional = false,
  children,
}: ProseDialogProps) {
  const t = useTranslations("common");
  const errorText = useErrorText();
  const [text, setText] = useState("");
  const ready = optional || text.trim() !== "";
  const submit = async () => {
    if (!ready || pending) return;
    if ((await send(text.trim())).ok) onClose();
  };
  return (
    <Dialog
      open
      held={text !== ""}
      onClose={onClose}
      title={title}
      description={description}
      role={variant === "danger" ? "alertdialog" : "dialog"}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant={variant} pending={pending} disabled={!ready} onClick={submit}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <Field label={label} hint={t("permanent")} mark={optional ? "optional" : "required"}>
          {(control) => (
            <Textarea
              {...control}
              data-autofocus=""
              maxLength={4000}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
              }}
            />
          )}
        </Field>
        {error ? (
          <Callout tone="failed" role="alert">
            {errorText(error)}
          </Callout>
        ) : null}
      </form>
    </Dialog>
  );
}
