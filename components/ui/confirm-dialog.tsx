"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-style";
import { Dialog } from "@/components/ui/dialog";

type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: ReactNode;
  /** What will happen, in full, and whether it can be undone. */
  description: ReactNode;
  /** The verb of what is done ("Cancel the deployment"), never "OK". */
  confirmLabel: ReactNode;
  cancelLabel?: ReactNode;
  variant?: ButtonVariant;
  pending?: boolean;
  /** False while something that the step needs (a reason) is missing. */
  ready?: boolean;
  children?: ReactNode;
};

/** Asks before a step that destroys or ends something. The harmless button has the focus. */
export function ConfirmDialog({
  open,
  onClose,
  onConfirm,
  title,
  description,
  confirmLabel,
  cancelLabel,
  variant = "danger",
  pending = false,
  ready = true,
  children,
}: ConfirmDialogProps) {
  const t = useTranslations("common");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      size="sm"
      role="alertdialog"
      held={Boolean(children)}
      footer={
        <>
          <Button onClick={onClose}>{cancelLabel ?? t("cancel")}</Button>
          <Button variant={variant} pending={pending} disabled={!ready} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
