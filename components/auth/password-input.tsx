"use client";

import { type ComponentProps, useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";

type PasswordInputProps = Omit<ComponentProps<typeof Input>, "type"> & { shown: boolean };

export function PasswordInput({ shown, ...rest }: PasswordInputProps) {
  return (
    <Input
      {...rest}
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
    />
  );
}

type ShowPasswordProps = { label: string; shown: boolean; onChange: (shown: boolean) => void };

export function ShowPassword({ label, shown, onChange }: ShowPasswordProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-1.5">
      <Checkbox id={id} checked={shown} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
    </div>
  );
}
