"use client";

import { type SubmitEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput, ShowPassword } from "@/components/auth/password-input";
import { useAct } from "@/components/auth/use-act";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast-store";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { changePasswordAction } from "@/lib/people/actions";
import { PASSWORD_LENGTH } from "@/lib/people/rules";

const empty = { current: "", next: "", again: "" };
type Name = keyof typeof empty;

/** `oneTime`: the present password was given by an administrator and must be changed. */
export function PasswordForm({ oneTime, email }: { oneTime: boolean; email: string }) {
  const t = useTranslations("account");
  const errorText = useErrorText();
  const act = useAct(changePasswordAction);
  const [values, setValues] = useState(empty);
  const [shown, setShown] = useState(false);
  const [differs, setDiffers] = useState(false);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const different = values.next !== values.again;
    setDiffers(different);
    act.clear();
    if (different) return;
    const { current, next } = values;
    act.run({ current, next }, () => {
      toast({ text: t("changed") });
      if (oneTime) window.location.assign("/");
      else setValues(empty);
    });
  };

  const control = (name: Name) => ({
    shown,
    name,
    required: true,
    value: values[name],
    autoComplete: name === "current" ? "current-password" : "new-password",
    onChange: (event: { target: { value: string } }) =>
      setValues((before) => ({ ...before, [name]: event.target.value })),
  });
  const code = act.error && "reason" in act.error ? act.error.reason.code : "";
  const text = act.error ? errorText(act.error) : null;
  const aboutCurrent = code === "wrong_password";
  const aboutNext = code.startsWith("password_");

  return (
    <form method="post" onSubmit={submit} className="grid max-w-sm gap-4">
      <FormError text={aboutCurrent || aboutNext ? null : text} />
      {/* Tells password managers whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t(oneTime ? "currentOneTime" : "current")}
        error={aboutCurrent ? text : undefined}
      >
        {(wiring) => <PasswordInput {...wiring} {...control("current")} />}
      </Field>
      <Field
        label={t("next")}
        hint={t("nextHint", { n: PASSWORD_LENGTH })}
        error={aboutNext ? text : undefined}
      >
        {(wiring) => <PasswordInput {...wiring} {...control("next")} />}
      </Field>
      <Field label={t("again")} error={differs ? t("different") : undefined}>
        {(wiring) => <PasswordInput {...wiring} {...control("again")} />}
      </Field>
      <ShowPassword label={t("showPasswords")} shown={shown} onChange={setShown} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" pending={act.pending}>
          {t("submit")}
        </Button>
        <span className="text-muted text-sm">{t("endsOthers")}</span>
      </div>
    </form>
  );
}
