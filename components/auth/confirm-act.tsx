"use client";

import { useState } from "react";
import { FormError } from "@/components/auth/form-error";
import { useAct } from "@/components/auth/use-act";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-style";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { ActionResult } from "@/lib/auth/action";
import { useErrorText } from "@/lib/i18n/use-error-text";

type ConfirmActProps<Input, Result> = {
  action: (input: Input) => Promise<ActionResult<Result>>;
  input: Input;
  /** On the button, and on the one that confirms. */
  label: string;
  /** What a screen reader hears where several such buttons stand together. */
  fullLabel?: string;
  title: string;
  body: string;
  variant?: ButtonVariant;
  size?: "sm" | "md";
  className?: string;
  done?: (result: Result) => void;
};

/** A button whose step is asked about first; an error stays in the dialog, with the step undone. */
export function ConfirmAct<Input, Result>(props: ConfirmActProps<Input, Result>) {
  const { action, input, label, fullLabel, title, body, size = "sm", className, done } = props;
  const errorText = useErrorText();
  const act = useAct(action);
  const [open, setOpen] = useState(false);
  const show = () => {
    act.clear();
    setOpen(true);
  };
  const confirm = () =>
    act.run(input, (result) => {
      setOpen(false);
      done?.(result);
    });
  return (
    <>
      <Button
        variant={size === "sm" ? "quiet" : "default"}
        size={size}
        aria-label={fullLabel}
        className={className}
        onClick={show}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={confirm}
        title={title}
        description={body}
        confirmLabel={label}
        variant={props.variant ?? "danger"}
        pending={act.pending}
      >
        {act.error ? <FormError text={errorText(act.error)} /> : null}
      </ConfirmDialog>
    </>
  );
}
