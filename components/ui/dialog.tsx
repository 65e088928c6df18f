"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

export type DialogProps = {
  open: boolean;
  /** Called for Escape, the cross and (unless `held`) a click beside the dialog. */
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  role?: "dialog" | "alertdialog";
  /** Something was entered that a stray click beside the dialog must not throw away. */
  held?: boolean;
};

const widths = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" };

/**
 * The browser's own modal: it holds the focus, makes the page behind inert, and gives the focus back.
 * Its content is mounted only while it is open. The cross comes last, so that the first field or
 * button of the content gets the focus; `data-autofocus` names another.
 */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  size = "md",
  role = "dialog",
  held = false,
}: DialogProps) {
  const t = useTranslations("common");
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const pressedBeside = useRef(false);

  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!open || !dialog) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => dialog.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what the click beside it does
    <dialog
      ref={ref}
      role={role}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={({ currentTarget }) => {
        // Told late: it may be open again (effects run twice in development) or gone from the page.
        if (open && !currentTarget.open && currentTarget.isConnected) onClose();
      }}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        if (!held && pressedBeside.current && event.target === event.currentTarget) onClose();
      }}
      className={clsx(
        "m-auto max-h-[calc(100dvh-1.5rem)] w-[calc(100vw-1.5rem)] overflow-y-auto overscroll-contain",
        "rounded-lg border border-line bg-sheet text-ink shadow-over open:animate-appear",
        widths[size],
      )}
    >
      {open ? (
        <div className="relative p-5">
          <h2 id={`${id}-title`} className="pr-8 font-semibold text-xl tracking-tight">
            {title}
          </h2>
          {description ? (
            <div id={`${id}-description`} className="mt-1 text-muted">
              {description}
            </div>
          ) : null}
          {children ? <div className="mt-4">{children}</div> : null}
          {footer ? (
            <div className="mt-5 flex flex-wrap items-center justify-end gap-2">{footer}</div>
          ) : null}
          <Button
            variant="quiet"
            size="icon"
            aria-label={t("close")}
            onClick={onClose}
            className="!absolute top-4 right-4"
          >
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      ) : null}
    </dialog>
  );
}
