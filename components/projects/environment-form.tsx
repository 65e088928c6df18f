"use client";

import { type ReactNode, type SubmitEvent, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { ReachNote } from "@/components/projects/reach-note";
import { ZoneInput } from "@/components/projects/zone-input";
import { Field, type FieldControl } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

/** As written: variables and addresses one a line. */
export type EnvironmentValues = {
  name: string;
  zone: string;
  variables: string;
  allow: string;
  ports: string;
};
type Name = keyof EnvironmentValues;

type EnvironmentFormProps = {
  id: string;
  values: EnvironmentValues;
  onChange: (values: EnvironmentValues) => void;
  onSubmit: () => void;
  formError: string | null;
  error: (field: Name) => string | undefined;
  children: ReactNode;
};

export function EnvironmentForm(props: EnvironmentFormProps) {
  const { id, values, onChange, onSubmit, formError, error, children } = props;
  const t = useTranslations("projects.field");
  const wire = (control: FieldControl, name: Name) => ({
    ...control,
    value: values[name],
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...values, [name]: event.target.value }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  const form = useRef<HTMLFormElement>(null);
  const wrong = (["name", "zone", "variables", "allow", "ports"] as const).find(error) ?? null;
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [wrong]);
  return (
    <form ref={form} id={id} onSubmit={submit} noValidate className="grid gap-4">
      <FormError text={formError} />
      <Field label={t("name")} error={error("name")}>
        {(control) => <Input {...wire(control, "name")} data-autofocus autoComplete="off" />}
      </Field>
      <Field label={t("zone")} hint={t("zoneHint")} error={error("zone")}>
        {(control) => <ZoneInput {...wire(control, "zone")} />}
      </Field>
      <Field label={t("variables")} hint={t("variablesHint")} error={error("variables")}>
        {(control) => (
          <Textarea
            {...wire(control, "variables")}
            rows={4}
            spellCheck={false}
            placeholder="BASE_URL=https://your-domain.example"
            className="font-mono"
          />
        )}
      </Field>
      <Field label={t("allow")} hint={t("allowHint")} error={error("allow")}>
        {(control) => (
          <Textarea {...wire(control, "allow")} rows={3} spellCheck={false} className="font-mono" />
        )}
      </Field>
      <ReachNote text={values.allow} />
      <Field label={t("ports")} hint={t("portsHint")} error={error("ports")}>
        {(control) => (
          <Input {...wire(control, "ports")} autoComplete="off" className="font-mono" />
        )}
      </Field>
      {children}
    </form>
  );
}
