"use client";

import { type SubmitEvent, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput, ShowPassword } from "@/components/auth/password-input";
import { requestSignIn } from "@/components/auth/request-sign-in";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { WordedError } from "@/lib/i18n/error-text";
import { useErrorText } from "@/lib/i18n/use-error-text";

const never = () => () => {};

/** `next`: a path of this site, already checked. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const errorText = useErrorText();
  const [shown, setShown] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<WordedError | "missing" | null>(null);
  const ready = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const passwordRef = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    // Read from the form: what a browser filled in before the script was there counts too.
    const given = new FormData(event.currentTarget);
    const [email, password] = [String(given.get("email")), String(given.get("password"))];
    if (email.trim() === "" || password === "") return setError("missing");
    setPending(true);
    setError(null);
    const answer = await requestSignIn(email, password);
    // A full load: nothing of whoever was signed in before stays in this tab.
    if (answer.ok) return window.location.assign(next);
    setError(answer.error);
    setPending(false);
    passwordRef.current?.select();
  };

  return (
    // "post": sent before the script is there, the password must not stand in an address.
    <form method="post" onSubmit={submit} noValidate className="grid gap-4">
      <FormError text={error === "missing" ? t("missing") : error && errorText(error)} />
      <Field label={t("email")}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" autoFocus />
        )}
      </Field>
      <Field label={t("password")}>
        {(control) => (
          <PasswordInput
            {...control}
            ref={passwordRef}
            shown={shown}
            name="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <ShowPassword label={t("showPassword")} shown={shown} onChange={setShown} />
      <Button type="submit" variant="primary" size="lg" pending={pending} disabled={!ready}>
        {t("submit")}
      </Button>
    </form>
  );
}
