"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { Label } from "@/components/ui/label";

/** What the control inside a field must be given. */
export type FieldControl = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
};

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and what to do; read out when it appears. */
  error?: ReactNode;
  /** Said in words after the label; the form's minority is what deserves a mark. */
  mark?: "required" | "optional";
  children: (control: FieldControl) => ReactNode;
  className?: string;
};

/** Label, hint and error of one control, wired so that a screen reader hears them together. */
export function Field({ label, hint, error, mark, children, className }: FieldProps) {
  const id = useId();
  const t = useTranslations("common");
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean);
  return (
    <div className={className}>
      <Label htmlFor={id}>
        {label}
        {mark ? <span className="font-normal text-muted"> ({t(mark)})</span> : null}
      </Label>
      {hint ? (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      ) : null}
      <div className="mt-1">
        {children({
          id,
          "aria-describedby": described.join(" ") || undefined,
          "aria-invalid": error ? true : undefined,
          "aria-required": mark === "required" ? true : undefined,
        })}
      </div>
      <div aria-live="polite">
        {error ? (
          <p id={`${id}-error`} className="mt-1 flex gap-1 text-failed text-sm">
            <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
            <span>{error}</span>
          </p>
        ) : null}
      </div>
    </div>
  );
}
